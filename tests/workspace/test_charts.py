import json
import re

import pytest
from django.template import Context, Template

from workspace.charts import Chart, Series


def chart(**changes):
    fields = {"id": "c1", "title": "Ever <reached>", "kind": "funnel", "labels": ["Screen", "Offer"]}
    fields["series"] = [Series("People", [12, None], ["/rows/?stage=1", ""])]
    return Chart(**(fields | changes))


def test_a_chart_carries_the_table_of_its_numbers():
    html = Template("{% chart one %}").render(Context({"one": chart()}))

    assert '<a href="/rows/?stage=1">12</a>' in html
    assert "no data" in html
    assert "Ever &lt;reached&gt;" in html


def test_the_numbers_travel_as_data_that_cannot_end_the_script():
    html = Template("{% chart one %}").render(Context({"one": chart(title="</script><b>")}))
    block = re.search(r'<script id="c1" type="application/json">(.*?)</script>', html)[1]

    assert json.loads(block)["title"] == "</script><b>"
    assert json.loads(block)["series"][0]["values"] == [12, None]


def test_numbers_that_do_not_fit_the_labels_are_refused():
    with pytest.raises(ValueError, match="1 values for 2 labels"):
        chart(series=[Series("People", [1])])
    with pytest.raises(ValueError, match="1 links for 2 values"):
        Series("People", [1, 2], ["/a/"])
