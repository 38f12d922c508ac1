"""Every key and value of a document knows where it stands."""

from archlint.document import Document, Map, Seq, Span, parse

TEXT = """\
# a comment
archlint: 1
components:
  orders: {type: sqs, wait_time: 20s}
  upload:
    type: lambda
    note: |
      two
      lines

    "quoted key" : 'it''s'
    empty:
flows:
  - api -> upload: {route: POST /videos}
  - upload -> orders:
      payload: 2 KB
  - upload -> api
list: [a, [b, c], {d: e}]
"""


def document() -> Document:
    found = parse(TEXT, "shop.yaml")
    assert found.problems == []
    return found


def shown(span: Span | None) -> str:
    assert span is not None
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column} {span.text}"


def test_an_entry_with_a_scalar_is_shown_from_its_key_to_its_value() -> None:
    assert shown(document().locate(("components", "orders", "wait_time"))) == "4:23-4:37 wait_time: 20s"


def test_an_entry_over_several_lines_is_shown_by_its_key() -> None:
    assert shown(document().locate(("components", "upload"))) == "5:3-5:9 upload"
    assert shown(document().locate(("components", "upload", "note"))) == "7:5-7:9 note"


def test_a_mapping_on_one_line_is_shown_by_its_key() -> None:
    assert shown(document().locate(("components", "orders"))) == "4:3-4:9 orders"


def test_an_absent_entry_is_shown_at_the_nearest_one_above_it() -> None:
    assert shown(document().locate(("components", "orders", "dlq", "to"))) == "4:3-4:9 orders"
    assert shown(document().locate(("components", "nowhere"))) == "3:1-3:11 components"
    assert shown(document().locate(("flows", 9))) == "13:1-13:6 flows"


def test_what_stands_nowhere_is_shown_at_the_first_key() -> None:
    assert shown(document().locate(("region",))) == "2:1-2:9 archlint"
    assert shown(document().locate(())) == "2:1-2:9 archlint"


def test_something_below_a_scalar_is_shown_at_the_scalar() -> None:
    assert shown(document().locate(("components", "orders", "type", "x"))) == "4:12-4:21 type: sqs"


def test_an_item_of_a_list_is_shown_whole_on_its_first_line() -> None:
    assert shown(document().locate(("flows", 0))) == "14:5-14:41 api -> upload: {route: POST /videos}"
    assert shown(document().locate(("flows", 1))) == "15:5-15:22 upload -> orders:"
    assert shown(document().locate(("flows", 2))) == "17:5-17:18 upload -> api"


def test_an_entry_of_a_flow_is_found_through_its_list() -> None:
    assert shown(document().locate(("flows", 0, "api -> upload", "route"))) == "14:21-14:40 route: POST /videos"
    assert shown(document().locate(("flows", 1, "upload -> orders", "payload"))) == "16:7-16:20 payload: 2 KB"
    assert shown(document().locate(("flows", 1, "upload -> orders", "route"))) == "15:5-15:21 upload -> orders"


def test_keys_and_values_are_given_apart() -> None:
    path = ("components", "upload", "quoted key")
    assert shown(document().key_span(path)) == '11:5-11:17 "quoted key"'
    assert shown(document().value_span(path)) == "11:20-11:27 'it''s'"
    assert document().key_span(("list", 0)) is None
    assert document().value_span(("components", "orders", "dlq")) is None


def test_the_text_of_a_value_is_what_was_written() -> None:
    assert document().text_of(("list", 1)) == "[b, c]"
    assert document().text_of(("components", "upload", "note")) == "|\n      two\n      lines"
    assert document().text_of(("components", "upload", "empty")) == ""
    assert document().text_of(("nothing",)) is None


def test_a_block_mapping_ends_where_its_last_value_ends() -> None:
    found = document()
    assert shown(found.value_span(("components", "upload"))).endswith("'it''s'\n    empty:")
    assert shown(found.value_span(("flows",))).startswith("14:3-17:18 - api")


def test_columns_count_characters_not_bytes() -> None:
    found = parse("ü: {né: '日本', x: 1}")
    assert shown(found.locate(("ü", "x"))) == "1:15-1:19 x: 1"


def test_windows_line_ends_do_not_move_places() -> None:
    found = parse(TEXT.replace("\n", "\r\n"), "shop.yaml")
    assert shown(found.locate(("flows", 1, "upload -> orders", "payload"))) == "16:7-16:20 payload: 2 KB"
    assert found.source.line(16) == "      payload: 2 KB"


def test_a_line_outside_the_text_is_empty() -> None:
    source = document().source
    assert source.line(0) == source.line(999) == ""


def test_a_number_stands_for_the_key_it_is_written_as() -> None:
    found = parse("listeners: {443: {protocol: https}}")
    assert found.data == {"listeners": {"443": {"protocol": "https"}}}
    assert shown(found.locate(("listeners", 443, "protocol"))) == "1:19-1:34 protocol: https"


def test_every_map_and_list_knows_its_own_place() -> None:
    found = document()
    assert isinstance(found.data, Map)
    assert found.data.span[1:] == (1, 0, 17, 25)
    assert isinstance(found.data["list"], Seq)
    assert found.data["list"].span[1:] == (17, 6, 17, 25)
    assert list(found.data.spans) == list(found.data)
