"""Which addresses are acceptable, and their one form."""

import pytest

from crm_desktop.models.errors import Refused
from crm_desktop.sync.address import base_url


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("crm.example.cn", "https://crm.example.cn"),
        (" CRM.example.cn:8443/ ", "https://crm.example.cn:8443"),
        ("https://example.cn/crm/", "https://example.cn/crm"),
        ("127.0.0.1:8470", "http://127.0.0.1:8470"),
        ("http://localhost:8470", "http://localhost:8470"),
        ("http://[::1]:8470", "http://[::1]:8470"),
        ("客户.中国", "https://客户.中国"),
    ],
)
def test_an_address_has_one_form(typed: str, address: str) -> None:
    assert base_url(typed) == address


@pytest.mark.parametrize("typed", ["http://crm.example.cn", "http://192.168.0.5:80", "http://127.0.0.1.evil.cn"])
def test_plain_http_is_for_this_machine_only(typed: str) -> None:
    with pytest.raises(Refused, match=r"sync\.insecure_address"):
        base_url(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "ftp://crm.cn", "https://", "https://a b.cn", "https://u:p@crm.cn", "https://crm.cn:99999"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match=r"sync\.address_invalid"):
        base_url(typed)
