"""Domains, certificates and what stands at the edge.

https://repost.aws/knowledge-center/install-ssl-cloudfront · https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting.html
https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
"""

from bot.domain.causes.cause import ACCOUNT, CHANGE, WAIT, Cause

CAUSES = (
    Cause(
        "certificate-not-for-cloudfront",
        r"specified SSL certificate doesn't exist|isn't in us-east-1|InvalidViewerCertificate",
        "CloudFront takes certificates of us-east-1 only, and only ones that are issued.",
        "Have the stack made in us-east-1, or name a certificate there that is issued; without a domain of its own the distribution needs none.",
        CHANGE,
    ),
    Cause(
        "alias-taken",
        r"CNAMEs? you provided are already associated|CNAMEAlreadyExists",
        "Another CloudFront distribution, here or in another account, already answers for this domain.",
        "Use another domain name, leave it out, or have it taken off the other distribution first.",
        CHANGE,
    ),
    Cause(
        "alias-without-certificate",
        r"must attach a trusted certificate|doesn't cover the alternate domain name",
        "A domain name of one’s own on CloudFront needs a certificate that names it.",
        "Leave the domain name out, or name a certificate of us-east-1 that covers it.",
        CHANGE,
    ),
    Cause(
        "certificate-not-issued",
        r"UnsupportedCertificate|fully-qualified domain name, a supported signature|certificate .{0,200}not (?:been )?(?:issued|validated)|PENDING_VALIDATION",
        "The certificate is not issued yet, or is of a kind that this service does not take.",
        "Wait until the certificate is issued, which needs the DNS record it asks for, and try again.",
        WAIT,
    ),
    Cause(
        "certificate-not-validated",
        r"certificate is in FAILED status|DNS Record Set is not available|did not stabilize|timed? ?out|exceeded attempts|CAA",
        "AWS could not see that the domain is yours: the DNS record that proves it never appeared, or names another owner.",
        "Have the certificate’s DNS record put into the hosted zone of the domain, or leave the certificate out.",
        CHANGE,
        types=r"CertificateManager::Certificate",
    ),
    Cause(
        "certificate-not-found",
        r"CertificateNotFound|certificate '?arn:[^']{1,300}'? (?:was )?not found|could not find certificate",
        "No certificate of this name is in this region and account.",
        "Name a certificate of the stack’s own region, or leave it out for now.",
        CHANGE,
    ),
    Cause(
        "zone-missing",
        r"No hosted zone|hosted zone.{0,120}(?:does not exist|not found)|NoSuchHostedZone",
        "The hosted zone is not in this account, so there is nowhere to put the DNS record.",
        "Have the template make the zone, name one that is there, or leave the record out.",
        CHANGE,
    ),
    Cause(
        "record-outside-zone",
        r"RRSet with DNS name .{0,300} is not permitted in zone",
        "The name of a DNS record has to end with the name of its hosted zone.",
        "Use a name inside the zone’s domain.",
        CHANGE,
    ),
    Cause(
        "record-exists",
        r"tried to create resource record set .{0,300}already exists",
        "The hosted zone already has a DNS record of this name and type.",
        "Use another name, or delete the old record first.",
        CHANGE,
    ),
    Cause(
        "domain-reserved",
        r"is reserved by AWS",
        "AWS keeps domains such as example.com to itself.",
        "Name a domain that belongs to you.",
        CHANGE,
    ),
    Cause(
        "web-acl-scope",
        r"scope is not valid|SCOPE_VALUE|parameter: CLOUDFRONT",
        "A web ACL for CloudFront can be made in us-east-1 only; one for a load balancer or an API has the scope REGIONAL.",
        "Have the stack made in us-east-1, or the web ACL’s scope changed to REGIONAL.",
        CHANGE,
        types=r"WAF",
    ),
    Cause(
        "web-acl-not-ready",
        r"WAFUnavailableEntity|retrieve the resource that you requested",
        "AWS WAF does not know yet of something that was made a moment before.",
        "Try again in a few minutes.",
        WAIT,
    ),
    Cause(
        "edge-account-not-verified",
        r"account must be verified before you can add|account.{0,60}not (?:been )?verified",
        "AWS lets new accounts use this only after it has verified them.",
        "Whoever owns the account asks AWS Support to verify it; then try again.",
        ACCOUNT,
    ),
    Cause(
        "email-not-verified",
        r"(?:email address|identity|identities).{0,200}not (?:been )?verified|not allowed to use your email identity|MessageRejected",
        "Amazon SES sends only from addresses and domains that it has verified, and in its sandbox only to such.",
        "Verify the address or the domain in Amazon SES in this region, then try again.",
        ACCOUNT,
    ),
)
