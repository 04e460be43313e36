import gzip
import re

import brotli

from tetouan_portal.lib.stylesheet import squeeze, stylesheet


def test_comments_and_white_space_go_and_meaning_stays():
    css = """
    /* why */
    .a > .b,
    .c { margin: 0 auto; }
    @media (max-width: 40rem) {
      .a :is(b, i)::after { content: "a  b"; }
    }
    """
    assert squeeze(css) == (
        '.a > .b,.c{margin: 0 auto;}@media (max-width: 40rem){.a :is(b, i)::after{content: "a  b";}}'
    )


def test_a_declaration_over_two_lines_keeps_its_words_apart():
    assert squeeze("a {\n  grid-template-areas:\n    'x'\n    'y';\n}") == "a{grid-template-areas: 'x' 'y';}"


def test_each_encoding_holds_the_same_styles():
    bodies = stylesheet().bodies
    assert gzip.decompress(bodies["gzip"]) == brotli.decompress(bodies["br"]) == bodies[""]


def test_fonts_are_addressed_as_static_files():
    css = stylesheet().bodies[""].decode()
    assert re.findall(r'src:url\("([^"]+)"\)|src: url\("([^"]+)"\)', css)
    assert 'url("/static/fonts/portal-latin.woff2")' in css
    assert "../" not in css
