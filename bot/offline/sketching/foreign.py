"""Services of AWS that exist and that nothing here is known for, so that they are recognised and said."""

import re
from collections.abc import Iterator

from bot.offline.sketching.wording import Wording

_NAMES = (
    "App Mesh", "App2Container", "Application Composer", "Application Discovery Service", "AppFabric", "AppFlow", "AppStream", "AppStream 2.0",
    "Artifact", "Audit Manager", "Augmented AI", "Billing Conductor", "Braket", "Chatbot", "Chime", "Chime SDK", "Clean Rooms", "Cloud9",
    "Cloud Control API", "Cloud Directory", "Cloud WAN", "CloudHSM", "CloudSearch", "CloudShell", "CodeCatalyst", "CodeGuru", "CodeStar",
    "CodeWhisperer", "Comprehend", "Comprehend Medical", "Compute Optimizer", "Connect", "Control Tower", "Cost Explorer", "Data Exchange",
    "Data Pipeline", "DataBrew", "Data Lifecycle Manager", "DataZone", "Deadline Cloud", "DeepLens", "DeepRacer", "Detective", "Device Farm", "DevOps Guru",
    "Direct Connect", "Elastic Disaster Recovery", "Elastic Inference", "Elastic Transcoder", "Elemental MediaConvert", "Elemental MediaLive",
    "Elemental MediaPackage", "Elemental MediaStore", "Elemental MediaTailor", "Elemental MediaConnect", "MediaConvert", "MediaLive", "MediaPackage", "MediaStore", "MediaTailor",
    "Entity Resolution", "Fault Injection Service", "Fault Injection Simulator", "FinSpace", "Firewall Manager", "Forecast", "Fraud Detector",
    "FreeRTOS", "GameLift", "GameSparks", "Glacier", "Ground Station", "Health Dashboard", "HealthImaging", "HealthLake", "HealthOmics", "Honeycode",
    "Identity Center", "IAM Identity Center", "Incident Manager", "Interactive Video Service", "IoT Analytics", "IoT Events", "IoT FleetWise",
    "IoT Greengrass", "Greengrass", "IoT SiteWise", "IoT TwinMaker", "IoT Device Defender", "IoT Device Management", "IQ", "Kendra", "Launch Wizard",
    "License Manager", "Lightsail", "Local Zones", "Lookout for Equipment", "Lookout for Metrics", "Lookout for Vision", "Lumberyard",
    "Machine Learning", "Mainframe Modernization", "Managed Blockchain", "Managed Flink", "Managed Service for Apache Flink", "Kinesis Data Analytics",
    "Kinesis Video Streams", "Managed Workflows for Apache Airflow", "MWAA", "Mechanical Turk", "Migration Hub", "Monitron", "Nimble Studio",
    "OpsWorks", "Organizations", "Outposts", "Panorama", "Parallel Computing Service", "ParallelCluster", "Payment Cryptography", "Personalize", "Pinpoint",
    "Polly", "Private 5G", "Private Certificate Authority", "Proton", "Q Business", "Q Developer", "Quantum Ledger Database", "QLDB", "Rekognition",
    "Resilience Hub", "Resource Access Manager", "RoboMaker", "ROSA", "Red Hat OpenShift Service", "Route 53 Resolver", "Schema Conversion Tool", "Security Lake",
    "Serverless Application Repository", "Shield", "Shield Advanced", "Signer", "SimpleDB", "SimSpace Weaver", "Single Sign-On", "Snowball", "Snowcone", "Snowmobile",
    "Storage Gateway", "Sumerian", "Supply Chain", "Swf", "Simple Workflow Service", "Systems Manager Automation", "Textract", "Transcribe", "Translate",
    "Trusted Advisor", "Verified Access", "Verified Permissions", "VPC Lattice", "Wavelength", "Wickr", "WorkDocs", "WorkLink", "WorkMail", "WorkSpaces Web", "Zocalo",
)  # fmt: skip
# Words of every day: only with AWS or Amazon before them.
_EVERYDAY = frozenset(
    {
        "artifact", "connect", "signer", "shield", "forecast", "translate", "transcribe", "organizations", "iq", "polly", "panorama", "detective", "personalize",
        "machine learning", "wavelength", "health dashboard", "supply chain", "data exchange", "chatbot", "data pipeline", "pinpoint", "proton", "glacier", "swf", "single sign-on",
        "local zones", "incident manager", "identity center", "launch wizard", "license manager", "firewall manager", "fraud detector", "wickr", "deadline cloud", "direct connect",
    }
)  # fmt: skip
_CLEAR = frozenset({"direct connect", "firewall manager", "identity center", "pinpoint"})
_ANY = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(
        (r"(?:aws|amazon) " if name.lower() in _EVERYDAY - _CLEAR else r"(?:(?:aws|amazon) )?")
        + rf"(?P<n{number}>{re.escape(name.lower())})"
        for number, name in sorted(enumerate(_NAMES), key=lambda one: -len(one[1]))
    )
    + r")(?![\w-])"
)


_PEOPLE = re.compile(
    r"\biam (?:users?|groups?|access keys?)\b|\b(?:long-lived )?access keys? for\b"
)


def people(words: Wording) -> bool:
    """Whether users of IAM, or their keys, are asked for."""
    return any(not words.denies(match.start()) for match in _PEOPLE.finditer(words.low))


def foreign(words: Wording) -> Iterator[tuple[int, str]]:
    """The position and the name of every such service that is asked for."""
    for match in _ANY.finditer(words.low):
        number = int((match.lastgroup or "n0").removeprefix("n"))
        if not words.denies(match.start()) and not words.is_aim(match.start()):
            yield match.start(), _NAMES[number]
