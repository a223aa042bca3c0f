"""Slack's mrkdwn and standard Markdown, as the page shows them."""

import pytest

from tests.sandbox.page.screen import Screen

pytestmark = pytest.mark.browser

LINK = '<a href="{0}" target="_blank" rel="noopener noreferrer">{1}</a>'

MRKDWN = {
    "a *bold* b": "a <strong>bold</strong> b",
    "_it_ ~no~ `a*b*c`": "<em>it</em> <s>no</s> <code>a*b*c</code>",
    "*bold _and italic_*": "<strong>bold <em>and italic</em></strong>",
    "snake_case_name 2*3*4": "snake_case_name 2*3*4",
    "1 &lt; 2 &amp;&amp; 3 &gt; 2": "1 &lt; 2 &amp;&amp; 3 &gt; 2",
    "&amp;lt;b&amp;gt;": "&amp;lt;b&amp;gt;",
    "<b>bold?</b>": "&lt;b&gt;bold?&lt;/b&gt;",
    "one\ntwo": "one<br>two",
    "&gt; said\n&gt; so\nI": "<blockquote>said<br>so</blockquote>I",
    "&gt;&gt;&gt; all\nof it": "<blockquote>all<br>of it</blockquote>",
    "```\na &lt; *b*\n```": "<pre><code>a &lt; *b*</code></pre>",
    "an ``` open fence": "an ``` open fence",
    "<https://example.com/a?b=1&amp;c=2|here>": LINK.format(
        "https://example.com/a?b=1&amp;c=2", "here"
    ),
    "see https://example.com/x.": "see "
    + LINK.format("https://example.com/x", "https://example.com/x")
    + ".",
    "<mailto:a@example.com|a@example.com>": LINK.format("mailto:a@example.com", "a@example.com"),
    "<javascript:alert(1)|click>": "click",
    "<data:text/html,x|click>": "click",
    "<@U0MAYA0001>": '<span class="mention" data-user="U0MAYA0001">@maya</span>',
    "<@U0NOBODY>": '<span class="mention" data-user="U0NOBODY">@U0NOBODY</span>',
    "<#C0GAMES001|old-name>": '<a class="mention" href="#C0GAMES001">#games</a>',
    "<!here> <!channel>": '<span class="mention loud">@here</span> <span class="mention loud">@channel</span>',
    ":unknown_one: 10:30:45": ":unknown_one: 10:30:45",
    ":tada:": '<span class="emoji" role="img" aria-label="tada" title=":tada:">🎉</span>',
    "<!date^nonsense^{time}|noon>": "<time>noon</time>",
}


@pytest.mark.parametrize(("text", "html"), MRKDWN.items(), ids=range(len(MRKDWN)))
def test_mrkdwn_is_shown_as_slack_shows_it(rendering: Screen, text: str, html: str) -> None:
    """Formatting becomes elements, everything else stays text, and only safe addresses are links."""
    assert rendering.html("mrkdwn", "mrkdwn", text) == html


def test_a_date_is_shown_in_the_readers_own_zone(rendering: Screen) -> None:
    """A moment long ago is written out; the fallback is for clients that cannot."""
    shown = rendering.html("mrkdwn", "mrkdwn", "<!date^1392734382^{date_num} at {time}|fallback>")
    assert "2014" in shown
    assert "fallback" not in shown


MARKDOWN = {
    "# Title": '<h3 class="md-h1">Title</h3>',
    "a **b** *c* ~~d~~ `e`": "<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e</code></p>",
    "- a\n- b\n  1. c": '<ul><li>a</li><li>b<ol start="1"><li>c</li></ol></li></ul>',
    "> quoted\n> twice": "<blockquote><p>quoted<br>twice</p></blockquote>",
    "```yaml\na: 1\n```": "<pre><code>a: 1</code></pre>",
    "|a|b|\n|-|-|\n|1|**2**|": '<div class="table-wrap"><table><thead><tr><th>a</th><th>b</th></tr></thead>'
    "<tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table></div>",
    "[x](javascript:alert)": "<p>[x](javascript:alert)</p>",
    "<script>x</script>": "<p>&lt;script&gt;x&lt;/script&gt;</p>",
    "[docs](https://example.com/)": f"<p>{LINK.format('https://example.com/', 'docs')}</p>",
    "---": "<hr>",
    "snake_case_name": "<p>snake_case_name</p>",
}


@pytest.mark.parametrize(("text", "html"), MARKDOWN.items(), ids=range(len(MARKDOWN)))
def test_a_markdown_block_is_shown_as_markdown(rendering: Screen, text: str, html: str) -> None:
    """The markdown block takes standard Markdown, not mrkdwn."""
    assert rendering.html("markdown", "markdown", text) == f'<div class="markdown">{html}</div>'
