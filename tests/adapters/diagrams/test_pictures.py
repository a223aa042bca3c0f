"""Pictures: what a model gets of them is upright, plain and small, whatever was given."""

import random

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from bot.domain.errors import UserMistake
from bot.domain.request import Picture
from tests.adapters.diagrams.conftest import Open
from tests.adapters.diagrams.making import saved, seen

RED, BLUE, WHITE = (200, 30, 40), (20, 60, 220), (255, 255, 255)


def picture(opened: Open, content: bytes) -> Picture:
    found = opened(content).picture
    assert found is not None
    return found


def shown(opened: Open, content: bytes) -> Image.Image:
    image = seen(picture(opened, content).content)
    image.load()
    return image


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    pixel = image.convert("RGB").getpixel(at)
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


def halves(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.quantize(4) if mode == "P" else image.convert(mode)


class TestFormats:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(saved(halves()), id="png"),
            pytest.param(saved(halves(), "JPEG", quality=95, subsampling=0), id="jpeg"),
            pytest.param(saved(halves(), "JPEG", progressive=True, quality=95, subsampling=0), id="jpeg-progressive"),
            pytest.param(saved(halves("CMYK"), "JPEG", quality=95), id="jpeg-cmyk"),
            pytest.param(saved(halves(), "WEBP", lossless=True), id="webp"),
            pytest.param(saved(halves("RGBA"), "WEBP", lossless=True), id="webp-alpha"),
            pytest.param(saved(halves("P"), "GIF"), id="gif"),
            pytest.param(saved(halves("P")), id="png-palette"),
            pytest.param(saved(halves("RGBA")), id="png-alpha"),
            pytest.param(saved(halves(), "GIF", save_all=True, append_images=[Image.new("RGB", (60, 40), "lime")]), id="gif-animated"),
            pytest.param(saved(halves(), "WEBP", lossless=True, save_all=True, append_images=[Image.new("RGB", (60, 40), "lime")]), id="webp-animated"),
            pytest.param(saved(halves(), "PNG", save_all=True, append_images=[Image.new("RGB", (60, 40), "lime")]), id="png-animated"),
        ],
    )  # fmt: skip
    def test_the_first_frame_is_shown_in_its_colours(self, opened: Open, content: bytes) -> None:
        image = shown(opened, content)

        assert image.size == (60, 40)
        assert image.mode == "RGB"
        assert near(image, (10, 20), RED)
        assert near(image, (50, 20), BLUE)

    @pytest.mark.parametrize("mode", ["I;16", "L", "1", "LA"])
    def test_greys_of_any_depth_stay_what_they_are(self, opened: Open, mode: str) -> None:
        deep = mode.startswith("I")
        image = Image.new(mode, (40, 40), 0 if mode != "LA" else (0, 255))
        image.paste(
            {True: 65535, False: 255}[deep] if mode != "LA" else (255, 255), (20, 0, 40, 40)
        )

        grey = shown(opened, saved(image))

        assert near(grey, (5, 20), (0, 0, 0))
        assert near(grey, (35, 20), WHITE)

    def test_a_deep_grey_is_not_cut_off(self, opened: Open) -> None:
        assert near(
            shown(opened, saved(Image.new("I;16", (40, 40), 0x8000))), (5, 5), (128, 128, 128)
        )

    def test_the_name_is_not_asked(self, opened: Open) -> None:
        assert opened(saved(halves(), "JPEG"), "notes.txt").picture is not None


class TestTransparency:
    def strokes(self, colour: tuple[int, int, int]) -> Image.Image:
        image = Image.new("RGBA", (200, 120), (0, 0, 0, 0))
        pen = ImageDraw.Draw(image)
        pen.rectangle((20, 20, 90, 70), outline=(*colour, 255), width=3)
        pen.line((90, 45, 180, 45), fill=(*colour, 255), width=3)
        return image

    def test_dark_strokes_stand_on_white(self, opened: Open) -> None:
        image = shown(opened, saved(self.strokes((30, 30, 30))))

        assert near(image, (5, 5), WHITE)
        assert near(image, (140, 45), (30, 30, 30))

    def test_light_strokes_drawn_for_a_dark_page_stay_visible(self, opened: Open) -> None:
        image = shown(opened, saved(self.strokes((240, 240, 240))))

        assert near(image, (140, 45), (240, 240, 240))
        assert near(image, (5, 5), (24, 26, 30))

    def test_white_cards_with_dark_borders_stand_on_white(self, opened: Open) -> None:
        drawing = self.strokes((30, 30, 30))
        ImageDraw.Draw(drawing).rectangle((23, 23, 87, 67), fill=(255, 255, 255, 255))

        assert near(shown(opened, saved(drawing)), (5, 5), WHITE)

    def test_a_palette_may_have_a_colour_that_is_none(self, opened: Open) -> None:
        image = Image.new("P", (40, 40), 0)
        image.putpalette([0, 0, 0, *RED])
        image.paste(1, (20, 0, 40, 40))

        flat = shown(opened, saved(image, transparency=0))

        assert near(flat, (5, 5), WHITE)
        assert near(flat, (35, 20), RED)

    def test_a_picture_of_nothing_is_white(self, opened: Open) -> None:
        empty = Image.new("RGBA", (30, 30), (0, 0, 0, 0))

        assert near(shown(opened, saved(empty)), (5, 5), WHITE)


class TestSize:
    @pytest.mark.parametrize(
        ("given", "got"),
        [
            ((3000, 1500), (2048, 1024)),
            ((900, 2500), (737, 2048)),
            ((2048, 2048), (2048, 2048)),
            ((120, 80), (120, 80)),
            ((1, 1), (1, 1)),
            ((4000, 1), (2048, 1)),
        ],
    )
    def test_it_is_scaled_down_and_never_up(
        self, opened: Open, given: tuple[int, int], got: tuple[int, int]
    ) -> None:
        assert shown(opened, saved(Image.new("RGB", given, RED))).size == got

    def test_a_drawing_stays_a_png(self, opened: Open) -> None:
        assert picture(opened, saved(halves(), "JPEG")).media_type == "image/png"

    def test_a_photo_becomes_a_jpeg(self, opened: Open) -> None:
        noise = Image.frombytes("RGB", (300, 300), random.Random(7).randbytes(300 * 300 * 3))  # noqa: S311 - a picture

        assert picture(opened, saved(noise)).media_type == "image/jpeg"

    def test_turned_photos_are_set_upright_and_say_nothing_else(self, opened: Open) -> None:
        exif = Image.Exif()
        exif[0x0112], exif[0x010E] = 6, "taken at home"
        content = saved(
            halves(), "JPEG", exif=exif, quality=95, comment="secret", icc_profile=b"x" * 200
        )

        image = shown(opened, content)

        assert image.size == (40, 60)
        assert near(image, (20, 10), RED)
        assert not image.getexif()
        assert set(image.info) <= {"dpi", "jfif", "jfif_version", "jfif_unit", "jfif_density"}

    def test_more_than_fifty_megapixels_are_refused_before_they_are_unpacked(
        self, opened: Open
    ) -> None:
        huge = saved(Image.new("1", (10_000, 5_100)))

        with pytest.raises(UserMistake, match=r"10,000 × 5,100 pixels, more than I open"):
            opened(huge)

    def test_more_than_twenty_megabytes_are_refused(self, opened: Open) -> None:
        with pytest.raises(UserMistake, match="This file has 21 MB, and I open 20 MB at most"):
            opened(saved(halves()) + bytes(21 * 1024 * 1024))

    def test_a_long_text_in_a_png_does_not_keep_it_from_being_opened(self, opened: Open) -> None:
        info = PngInfo()
        info.add_text("Comment", "x" * 3_000_000, zip=True)

        assert opened(saved(halves(), pnginfo=info)).picture is not None
