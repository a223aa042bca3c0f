"""Buckets, catalogues, queries and warehouses: who reads what, and what is delivered where."""

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import variable
from bot.blocks.network.groups import let_in
from bot.blocks.permissions import Statement, grant, statement
from bot.blocks.services import opensearch
from bot.blocks.template import Template
from bot.blocks.wiring.attached import turned
from bot.domain.architecture import Component

_HERE = "${AWS::Region}:${AWS::AccountId}"
_QUERY = (
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetWorkGroup",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
)
_LOOK_UP = ("glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables")
_OBJECTS = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")


def reads(bucket: str) -> list[Statement]:
    return [
        statement(f"Read{bucket}", ["s3:GetObject"], [Sub(f"${{{bucket}.Arn}}/*")]),
        statement(
            f"List{bucket}", ["s3:GetBucketLocation", "s3:ListBucket"], [GetAtt(bucket, "Arn")]
        ),
    ]


def works_with(bucket: str) -> list[Statement]:
    return [
        statement(f"Objects{bucket}", _OBJECTS, [Sub(f"${{{bucket}.Arn}}/*")]),
        statement(
            f"List{bucket}", ["s3:GetBucketLocation", "s3:ListBucket"], [GetAtt(bucket, "Arn")]
        ),
    ]


def _allow(template: Template, who: Component, given: list[Statement]) -> None:
    for one in given:
        grant(template, who, one)


def uses_bucket(template: Template, wire: Wire) -> None:
    """A job, an application, a notebook, or a warehouse with COPY and UNLOAD."""
    _allow(template, wire.source, works_with(template.id(wire.target)))


def bucket_used(template: Template, wire: Wire) -> None:
    """An arrow from the bucket says that it is read."""
    if not template.drawing.replied(wire):
        _allow(template, wire.target, reads(template.id(wire.source)))


def queries_bucket(template: Template, wire: Wire) -> None:
    """A database in the catalogue for what lies in the bucket, unless a catalogue is drawn; it waits for its tables."""
    if template.drawing.beside(wire.source, "glue"):
        catalogs = template.drawing.beside(wire.source, "glue")
        drawn = next(filter(None, (template.known("catalog", one.id) for one in catalogs)), None)
        if drawn:
            _locate(template, drawn, template.id(wire.target))
            tags = template.properties(template.id(wire.source)).setdefault("Tags", [])
            name = template.id(wire.target)
            tags.append({"Key": f"Reads{name}", "Value": Ref(name)})
            return
    own = own_catalog(template, wire.source)
    _says(template, wire.source, own)
    _locate(template, own, template.id(wire.target))


def _locate(template: Template, catalog: str, bucket: str) -> None:
    given = template.properties(catalog)["DatabaseInput"]
    given.setdefault("LocationUri", Sub(f"s3://${{{bucket}}}/"))


def own_catalog(template: Template, athena: Component) -> str:
    name = template.id(athena)
    return template.once(
        ("catalog", athena.id),
        lambda: template.add(
            f"{name}Catalog",
            "AWS::Glue::Database",
            {
                "CatalogId": Ref("AWS::AccountId"),
                "DatabaseInput": {"Description": f"What {template.title(athena)} queries"},
            },
        ),
    )


def bucket_queried(template: Template, wire: Wire) -> None:
    if not template.drawing.replied(wire):
        queries_bucket(template, turned(wire))


def _says(template: Template, athena: Component, catalog: str) -> None:
    work = template.properties(template.id(athena))
    work["Description"] = Sub(f"Queries the database ${{{catalog}}}")


def queries_catalog(template: Template, wire: Wire) -> None:
    """Athena finds the catalogue by itself; its workgroup is described by it, so that people find it too."""
    catalog = template.known("catalog", wire.target.id)
    if catalog:
        _says(template, wire.source, catalog)


def catalog_queried(template: Template, wire: Wire) -> None:
    queries_catalog(template, turned(wire))


def may_query(template: Template, wire: Wire) -> None:
    """Code starts queries in a workgroup, which reads the catalogue and the buckets in the caller's role."""
    name, target = template.id(wire.target), wire.target
    results = template.known("results", target.id) or ""
    arn = f"arn:${{AWS::Partition}}:athena:{_HERE}:workgroup/${{{name}}}"
    _allow(
        template, wire.source, [statement(f"Query{name}", _QUERY, [Sub(arn)]), *works_with(results)]
    )
    glued = f"arn:${{AWS::Partition}}:glue:{_HERE}:"
    catalogs = [
        template.known("catalog", one.id) for one in template.drawing.beside(target, "glue")
    ]
    if not catalogs and template.drawing.beside(target, "s3"):
        catalogs = [own_catalog(template, target)]
    for catalog in filter(None, catalogs):
        within = [
            Sub(f"{glued}catalog"),
            Sub(f"{glued}database/${{{catalog}}}"),
            Sub(f"{glued}table/${{{catalog}}}/*"),
        ]
        grant(template, wire.source, statement(f"Look{catalog}", _LOOK_UP, within))
    for bucket in template.drawing.beside(target, "s3"):
        _allow(template, wire.source, reads(template.id(bucket)))
    template.setting(wire.source, f"{variable(name)}_NAME", Ref(name))


def reads_table(template: Template, wire: Wire) -> None:
    """A crawler or a job that reads a table: also an arrow from the table says so."""
    name = template.id(wire.target)
    actions = ["dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"]
    grant(template, wire.source, statement(f"Items{name}", actions, [GetAtt(name, "Arn")]))


def table_read(template: Template, wire: Wire) -> None:
    reads_table(template, turned(wire))


def table_fills_stream(template: Template, wire: Wire) -> None:
    """Every change of a table goes to the stream."""
    table = template.properties(template.id(wire.source))
    table["KinesisStreamSpecification"] = {"StreamArn": GetAtt(template.id(wire.target), "Arn")}


def delivers_to_warehouse(template: Template, wire: Wire) -> None:
    """A private warehouse is out of Firehose's reach: it loads with COPY from the bucket that is filled."""
    warehouse, bucket = wire.target, template.known("bucket", wire.source.id)
    if bucket:
        _allow(template, warehouse, reads(bucket))
        template.properties(template.id(warehouse)).setdefault("Tags", []).append(
            {"Key": f"LoadsFrom{template.id(wire.source)}", "Value": Ref(template.id(wire.source))}
        )
        template.assume(
            f"{template.title(wire.source)} fills a bucket, from which {template.title(warehouse)} loads with COPY, "
            "since Firehose cannot reach a private warehouse."
        )


def delivers_to_search(template: Template, wire: Wire) -> None:
    """Inside a VPC its way in is the domain's own group."""
    if template.place(wire.target):
        let_in(template, Wire(wire.target, wire.target), opensearch.PORT)


def feeds_job(template: Template, wire: Wire) -> None:
    """A stream that an application or a job reads."""
    name = template.id(wire.source)
    actions = [
        "kinesis:DescribeStream",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
    ]
    grant(template, wire.target, statement(f"Read{name}", actions, [GetAtt(name, "Arn")]))
