"""A domain that is written in the picture is used; without one, nothing waits for a proof that cannot come."""

from typing import Any

import pytest

from bot.blocks import compose
from tests.blocks.conftest import Judge, Judged
from tests.blocks.drawings import drawn

CERTIFICATE, ZONE = "AWS::CertificateManager::Certificate", "AWS::Route53::HostedZone"
DISTRIBUTION, RECORD = "AWS::CloudFront::Distribution", "AWS::Route53::RecordSet"
SITE = "route53 cloudfront s3 acm"
SITE_EDGES = [(0, 1), (1, 2), (3, 1)]
ASKED = (
    "Say which domain it is (“the domain is shop.example.com”), "
    "and the certificate and the DNS names are made."
)


@pytest.mark.parametrize(
    "written", ["", "DNS", "TLS 1.2", "example.com", "shop.internal", "intranet.local"]
)
def test_without_a_domain_a_zone_stands_in_nothing_waits_and_it_is_asked_for(
    judge: Judge, written: str
) -> None:
    judged = judge(drawn(SITE, SITE_EDGES, labels={0: written}))

    assert judged.faults == ()
    assert not judged.of_type(CERTIFICATE)
    assert judged.only(ZONE)["Name"] == "example.internal"
    assert judged.only(RECORD)["Name"] == "example.internal"
    config = judged.only(DISTRIBUTION)["DistributionConfig"]
    assert not {"Aliases", "ViewerCertificate"} & set(config)
    a_name = " " not in written and "." in written
    asked = f"“{written}” cannot be your domain: say which is" if a_name else ASKED
    assert any(one.startswith(asked) for one in judged.assumptions[:2])


def test_without_a_domain_nobody_sends_mail(judge: Judge) -> None:
    judged = judge(drawn("lambda ses", [(0, 1)]))

    assert not judged.of_type("AWS::SES::EmailIdentity")
    assert judged.assumptions[0] == ASKED


def test_without_a_domain_a_balancer_listens_on_http(judge: Judge) -> None:
    judged = judge(drawn("acm alb ec2", [(0, 1), (1, 2)]))

    assert judged.only("AWS::ElasticLoadBalancingV2::Listener")["Protocol"] == "HTTP"


def test_nothing_is_asked_where_nothing_needs_a_domain(judge: Judge) -> None:
    assert ASKED not in judge(drawn("cloudfront s3", [(0, 1)])).assumptions


@pytest.mark.parametrize("place", [0, 3])
def test_the_domain_beside_the_zone_or_the_certificate_counts_for_both(
    judge: Judge, place: int
) -> None:
    judged = judge(drawn(SITE, SITE_EDGES, labels={place: "DNS of Shop.Example.com"}))

    zone, certificate = judged.only(ZONE), judged.only(CERTIFICATE)
    assert (zone["Name"], certificate["DomainName"]) == ("shop.example.com", "shop.example.com")
    (proof,) = certificate["DomainValidationOptions"]
    assert proof["HostedZoneId"]["Ref"] in judged.of_type(ZONE)
    assert _config(judged)["Aliases"] == [judged.only(RECORD)["Name"]] == ["shop.example.com"]
    assert ASKED not in judged.assumptions
    assert any("registrar points to the name servers" in one for one in judged.assumptions)


def test_a_certificate_below_the_zone_names_what_it_stands_beside(judge: Judge) -> None:
    judged = judge(drawn(SITE, SITE_EDGES, labels={0: "shop.com", 3: "www.shop.com"}))

    assert judged.only(ZONE)["Name"] == "shop.com"
    assert judged.only(CERTIFICATE)["DomainName"] == "www.shop.com"
    assert judged.only(RECORD)["Name"] == "www.shop.com"
    assert _config(judged)["Aliases"] == ["www.shop.com"]


def test_a_certificate_of_another_domain_waits_for_its_own_proof(judge: Judge) -> None:
    judged = judge(drawn(SITE, SITE_EDGES, labels={0: "shop.com", 3: "other.org"}))

    assert judged.faults == ()
    assert "DomainValidationOptions" not in judged.only(CERTIFICATE)
    assert _config(judged)["Aliases"] == ["other.org"]
    assert any("once a DNS record leads from there" in one for one in judged.assumptions)


def test_several_names_in_a_zone_have_a_certificate_that_covers_them(judge: Judge) -> None:
    drawing = drawn(
        "route53 cloudfront cloudfront s3 acm",
        [(0, 1), (0, 2), (1, 3), (2, 3), (4, 1), (4, 2)],
        labels={0: "shop.com", 1: "Shop", 2: "Pictures"},
    )

    judged = judge(drawing)

    assert judged.faults == ()
    assert judged.only(CERTIFICATE)["SubjectAlternativeNames"] == ["*.shop.com"]
    names = {one["Name"] for one in judged.of_type(RECORD).values()}
    aliases = [
        one["DistributionConfig"]["Aliases"] for one in judged.of_type(DISTRIBUTION).values()
    ]
    assert names == {"shop.com", "pictures.shop.com"}
    assert aliases == [["shop.com"], ["pictures.shop.com"]]


def test_a_certified_balancer_is_asked_by_https(judge: Judge) -> None:
    """By HTTP it would send CloudFront to HTTPS, and CloudFront would come by HTTP again."""
    drawing = drawn(
        "cloudfront alb ec2 acm", [(0, 1), (1, 2), (3, 1), (3, 0)], labels={3: "shop.com"}
    )

    (origin,) = _config(judge(drawing))["Origins"]

    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_mail_is_sent_from_the_domain_that_is_written(judge: Judge) -> None:
    judged = judge(drawn("lambda ses", [(0, 1)], labels={1: "noreply@shop.com"}))

    assert judged.only("AWS::SES::EmailIdentity")["EmailIdentity"] == "shop.com"


def test_things_of_one_name_get_a_record_each() -> None:
    drawing = drawn(
        "route53 alb alb alb ec2",
        [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)],
        labels={0: "shop.com", 1: "Web", 2: "Web", 3: "Web"},
    )

    text = compose(drawing, title="x").template

    for name in ("shop.com", "web.shop.com", "web-load-balancer-3.shop.com"):
        assert f"Name: {name}\n" in text


def _config(judged: Judged) -> dict[str, Any]:
    found: dict[str, Any] = judged.only(DISTRIBUTION)["DistributionConfig"]
    return found
