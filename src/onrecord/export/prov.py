"""Where a reading comes from, as PROV-O in JSON-LD: the bytes, the article, the model's run, each statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.records import Json, Reading


def to_provenance(reading: Reading) -> Json:
    """A graph of entities, the extraction as an activity, and the agents: the outlet, the speakers, the program."""
    document = reading.document
    article, run = f"urn:onrecord:{document.key}", f"urn:onrecord:{document.key}:extraction"
    graph: list[Json] = [
        {"@id": f"urn:sha256:{document.sha256}", "@type": "prov:Entity"},
        {
            "@id": article,
            "@type": "prov:Entity",
            "prov:wasDerivedFrom": {"@id": f"urn:sha256:{document.sha256}"},
            **(
                {"prov:wasAttributedTo": {"@type": "prov:Agent", "rdfs:label": document.outlet}}
                if document.outlet
                else {}
            ),
        },
        {
            "@id": run,
            "@type": "prov:Activity",
            "prov:used": {"@id": article},
            "prov:wasAssociatedWith": {
                "@type": "prov:SoftwareAgent",
                "rdfs:label": f"onrecord {reading.provenance.get('onrecord', '')}".strip(),
                "onrecord:model": reading.provenance.get("model"),
            },
        },
    ]
    for statement in reading.statements:
        names = [speaker.name for speaker in reading.speakers if speaker.id in statement.speaker_ids]
        graph.append(
            {
                "@id": f"{article}:{statement.id}",
                "@type": "prov:Entity",
                "prov:wasQuotedFrom": {"@id": article},
                "prov:wasGeneratedBy": {"@id": run},
                "prov:wasAttributedTo": [{"@type": "prov:Agent", "rdfs:label": name} for name in names],
                "prov:value": reading.quote(statement.content, statement.part),
            }
        )
    return {
        "@context": {
            "prov": "http://www.w3.org/ns/prov#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "onrecord": "urn:onrecord:terms:",
        },
        "@graph": graph,
    }
