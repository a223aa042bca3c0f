"""What `Diagrams` promises, of the real one and of the fake that stands in for it."""

import pytest
from PIL import Image

from bot.adapters.diagrams import FileDiagrams
from bot.domain.errors import UserMistake
from bot.ports import Attachment, Diagrams
from tests.adapters.diagrams.making import saved
from tests.fakes.stacks import QUEUE_AND_FUNCTION, InMemoryDiagrams, connected

PNG = b"\x89PNG"
PICTURE = Attachment("picture.png", saved(Image.new("RGB", (64, 48), "white")))


class DiagramsContract:
    def test_a_picture_that_says_nothing_of_itself_is_for_a_model(self, diagrams: Diagrams) -> None:
        found = diagrams.open(PICTURE)

        assert found.architecture is None
        assert found.picture is not None
        assert found.picture.media_type == "image/png"
        assert found.picture.content.startswith(PNG)

    @pytest.mark.parametrize("content", [b"", b"Hello.", b"%PDF-1.7", b"\x00\x01\x02"])
    def test_what_is_no_picture_is_for_the_person_to_mend(
        self, diagrams: Diagrams, content: bytes
    ) -> None:
        with pytest.raises(UserMistake):
            diagrams.open(Attachment("picture.png", content))

    def test_ordinary_words_spell_out_no_architecture(self, diagrams: Diagrams) -> None:
        assert diagrams.in_text("two servers please, behind a load balancer") is None

    def test_the_same_architecture_is_drawn_the_same_and_another_is_not(
        self, diagrams: Diagrams
    ) -> None:
        drawn = diagrams.draw(QUEUE_AND_FUNCTION)

        assert drawn.startswith(PNG)
        assert diagrams.draw(QUEUE_AND_FUNCTION) == drawn
        assert diagrams.draw(connected(("alb", "ec2"))) != drawn


class TestInMemoryDiagrams(DiagramsContract):
    @pytest.fixture
    def diagrams(self) -> Diagrams:
        return InMemoryDiagrams()


class TestFileDiagrams(DiagramsContract):
    @pytest.fixture
    def diagrams(self) -> Diagrams:
        return FileDiagrams()
