import pytest


def test_choosing_a_theme_is_kept_for_the_person_and_the_device(interviewer, sign_in):
    client = sign_in(interviewer)

    response = client.post("/theme/", {"theme": "dark", "next": "/profile/"})

    assert response["Location"] == "/profile/"
    assert response.cookies["theme"].value == "dark"
    interviewer.refresh_from_db()
    assert interviewer.theme == "dark"
    assert 'data-bs-theme="dark"' in client.get("/profile/").text


@pytest.mark.parametrize("data", [{}, {"theme": "pink"}, {"theme": "dark'><b>"}])
def test_an_unknown_theme_changes_nothing(data, interviewer, sign_in):
    response = sign_in(interviewer).post("/theme/", data | {"next": "https://evil.example/"})

    interviewer.refresh_from_db()
    assert response["Location"] == "/"
    assert (interviewer.theme, "theme" in response.cookies) == ("auto", False)


def test_a_theme_is_chosen_by_post_and_by_staff_only(interviewer, sign_in, client):
    assert sign_in(interviewer).get("/theme/").status_code == 405
    assert client.post("/theme/", {"theme": "dark"})["Location"].startswith("/accounts/login/")


def test_the_style_page_is_for_admins(admin, recruiter, hiring_manager, interviewer, sign_in):
    answers = [sign_in(user).get("/style/").status_code for user in (admin, recruiter, hiring_manager, interviewer)]

    assert answers == [200, 403, 403, 403]


def test_the_frame_names_its_landmarks_and_skips_to_the_content(admin, sign_in):
    html = sign_in(admin).get("/style/").text

    assert '<a class="skip" href="#main">' in html
    assert '<main id="main"' in html
    assert html.count("<h1") == 2  # the page's, and the sample of type
    assert 'aria-label="Main"' in html


@pytest.mark.parametrize(("path", "status"), [("/no/such/page/", 404), ("/style/", 403)])
def test_errors_have_a_page_that_leads_on(path, status, interviewer, sign_in):
    response = sign_in(interviewer).get(path)

    assert response.status_code == status
    assert "Go to your home" in response.text


def test_a_stale_form_is_explained(interviewer, sign_in):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(interviewer, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post("/theme/", {"theme": "dark"})

    assert response.status_code == 403
    assert "Please send that again" in response.text


def test_a_mistake_of_ours_has_a_page_that_needs_nothing():
    from django.template.loader import get_template

    assert "it is our mistake" in get_template("500.html").render()
    assert "We could not make sense of that" in get_template("400.html").render()
