from config.evidence.synthetic import AUTHORS, invented


def test_invented_mentions_stand_beside_their_coauthors():
    mentions = list(invented(200))

    assert 200 <= len(mentions) < 200 + AUTHORS
    assert len({one.mid for one in mentions}) == len(mentions)
    for paper in {one.paper for one in mentions}:
        names = sorted(one.name for one in mentions if one.paper == paper)
        assert all(
            sorted((one.name, *one.coauthors)) == names and one.position >= 1 for one in mentions if one.paper == paper
        )


def test_one_seed_is_one_world():
    assert list(invented(50, seed=3)) == list(invented(50, seed=3))
    assert list(invented(50, seed=3)) != list(invented(50, seed=4))
