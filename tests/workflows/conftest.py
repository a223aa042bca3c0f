"""One engine for the whole package, because starting it takes a second; a new world for each test."""

from collections.abc import Iterator

import pytest

from bot.adapters.store.database import migrate, open_engine
from tests.workflows.stage import DurableStage, World


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DurableStage]:
    database = open_engine(f"sqlite:///{tmp_path_factory.mktemp('engine') / 'bot.sqlite'}")
    migrate(database)
    stage = DurableStage(database)
    stage.start()
    yield stage
    stage.stop()
    database.dispose()


@pytest.fixture
def world(stage: DurableStage) -> World:
    return stage.enter()
