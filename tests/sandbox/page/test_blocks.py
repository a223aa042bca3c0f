"""Block Kit, as the page shows it."""

from typing import Any

import pytest

from tests.sandbox.page.screen import Screen

pytestmark = pytest.mark.browser

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def shown(rendering: Screen, *blocks: Json) -> str:
    return rendering.html("blocks", "renderBlocks", list(blocks), {"container": {}})


def test_a_section_has_text_fields_and_an_accessory(rendering: Screen) -> None:
    """All three stand together."""
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}
    html = shown(
        rendering,
        {"type": "section", "text": mrkdwn("*a*"), "fields": [plain("*b*")], "accessory": button},
    )
    assert "<strong>a</strong>" in html
    assert '<div class="field-text">*b*</div>' in html
    assert 'data-action-id="go"' in html


def test_a_table_has_a_header_row_and_cells_of_every_kind(rendering: Screen) -> None:
    """Text is not parsed; numbers stand on the right; rich text keeps its style."""
    bold = {"type": "text", "text": "gp3", "style": {"bold": True}}
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [bold]}]}
    rows = [
        [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Value"}],
        [{"type": "raw_text", "text": "*Disk*"}, rich],
        [{"type": "raw_text", "text": "Size"}, {"type": "raw_number", "value": 256}],
    ]
    html = shown(rendering, {"type": "table", "rows": rows})
    assert html.count("<th ") == 2
    assert ">*Disk*</td>" in html
    assert "<strong>gp3</strong>" in html
    assert '<td class="align-right">256</td>' in html


def test_a_block_the_page_does_not_know_names_its_type(rendering: Screen) -> None:
    """Nothing disappears without a word."""
    assert "hologram block: not shown" in shown(rendering, {"type": "hologram"})


def test_a_strangers_picture_is_named_and_not_loaded(rendering: Screen) -> None:
    """The page asks no other host, so the alternative text stands in."""
    address = "https://example.com/a.png"
    html = shown(rendering, {"type": "image", "image_url": address, "alt_text": "A graph"})
    assert "<img" not in html
    assert "A graph" in html


HOSTILE = '<img src=x onerror="document.title=1">'


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "section", "text": mrkdwn(HOSTILE)},
        {"type": "markdown", "text": HOSTILE},
        {"type": "context", "elements": [mrkdwn(HOSTILE)]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]},
        {"type": "actions", "elements": [{"type": "button", "text": plain(HOSTILE)}]},
        {"type": "alert", "text": plain(HOSTILE), "level": "warning"},
        {"type": HOSTILE},
    ],
    ids=lambda block: str(block["type"])[:8],
)
def test_text_from_outside_stays_text(rendering: Screen, block: Json) -> None:
    """Whatever looks like markup in a payload is shown, not obeyed."""
    html = shown(rendering, block)
    assert "<img" not in html
    assert "&lt;img" in html


def option(name: str) -> Json:
    return {"text": plain(name), "value": name}


SIZES = [option("small"), option("large")]
INPUTS: dict[str, tuple[Json, Json]] = {
    "plain_text_input": ({"initial_value": "x"}, {"value": "x"}),
    "number_input": ({"initial_value": "256", "is_decimal_allowed": False}, {"value": "256"}),
    "static_select": (
        {"options": SIZES, "initial_option": option("large")},
        {"selected_option": option("large")},
    ),
    "multi_static_select": (
        {"options": SIZES, "initial_options": SIZES},
        {"selected_options": SIZES},
    ),
    "checkboxes": ({"options": SIZES}, {"selected_options": []}),
    "radio_buttons": ({"options": SIZES}, {"selected_option": None}),
    "datepicker": ({"initial_date": "2026-12-01"}, {"selected_date": "2026-12-01"}),
}

COLLECT = """
const [block, previous, done] = arguments;
Promise.all([import("/static/blocks.js"), import("/static/elements.js")]).then(
  ([blocks, elements]) => done(elements.collect(blocks.renderBlocks([block], { container: {}, previous }))),
);
"""


@pytest.mark.parametrize("kind", INPUTS)
def test_an_input_starts_with_its_initial_value(rendering: Screen, kind: str) -> None:
    """What is sent has the form Slack sends."""
    extra, sent = INPUTS[kind]
    values = collected(rendering, kind, extra, None)
    assert values == {"b": {"a": {"type": kind, **sent}}}


def test_what_was_typed_outlives_a_redraw(rendering: Screen) -> None:
    """An update of the view keeps what stands in inputs that are still there."""
    typed = {"b": {"a": {"type": "plain_text_input", "value": "typed"}}}
    assert collected(rendering, "plain_text_input", {"initial_value": "x"}, typed) == typed


def collected(rendering: Screen, kind: str, extra: Json, previous: Json | None) -> Any:
    element = {"type": kind, "action_id": "a", **extra}
    block = {"type": "input", "block_id": "b", "label": plain("Label"), "element": element}
    return rendering.run(COLLECT, block, previous)


TOLD = """
const [spec, keys, done] = arguments;
import("/static/elements.js").then(({ element }) => {
  const told = [];
  const node = element(spec, { blockId: "b", live: true, act: ({ value }) => told.push(value) });
  for (const key of keys) {
    if (key === "Enter") node.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
    else {
      node.value += key;
      node.dispatchEvent(new InputEvent("input"));
    }
  }
  setTimeout(() => done(told));
});
"""


@pytest.mark.parametrize(
    ("when", "told"),
    [(None, ["ab"]), (["on_character_entered"], ["a", "ab"])],
    ids=["enter", "every character"],
)
def test_a_text_tells_the_app_when_it_asked_to_be_told(
    rendering: Screen, when: list[str] | None, told: list[str]
) -> None:
    """Unless it says otherwise, that is when Enter is pressed."""
    config = {"dispatch_action_config": {"trigger_actions_on": when}} if when else {}
    spec = {"type": "plain_text_input", "action_id": "a", **config}
    assert rendering.run(TOLD, spec, ["a", "b", "Enter"]) == told


def test_no_more_than_allowed_can_be_chosen(rendering: Screen) -> None:
    """The rest is out of reach until one is given up; groups keep their names."""
    groups = [{"label": plain("Sizes"), "options": SIZES}]
    element = {
        "type": "multi_static_select",
        "action_id": "a",
        "option_groups": groups,
        "initial_options": SIZES[:1],
        "max_selected_items": 1,
    }
    block = {"type": "input", "block_id": "b", "label": plain("Size"), "element": element}
    html = shown(rendering, block)
    assert '<div class="choice-group">Sizes</div>' in html
    assert html.count("disabled") == 1
