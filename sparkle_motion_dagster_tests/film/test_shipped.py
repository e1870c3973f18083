"""Folders that come with the program."""

import pytest

from sparkle_motion_dagster.errors import SparkleError
from sparkle_motion_dagster.film import shipped


def test_the_folders_of_a_checkout_are_found_from_anywhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert (shipped.resources_folder() / "fonts").is_dir()
    assert (shipped.configs_folder() / "profiles").is_dir()


def test_an_installed_copy_holds_them_inside_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "package")
    (tmp_path / "package" / "_resources").mkdir(parents=True)
    assert shipped._shipped.__wrapped__("resources") == tmp_path / "package" / "_resources"


def test_a_missing_folder_is_named_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "package")
    with pytest.raises(SparkleError, match=r"resources/.*checkout"):
        shipped._shipped.__wrapped__("resources")
