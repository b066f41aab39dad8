"""A corpus as a Dialogflow CX agent, in the JSON package format.

Source: “JSON package export format” (cloud.google.com/dialogflow/cx/docs/reference/json-export);
the files hold the resources Intent and EntityType of the API, their phrases and entries apart, by
language.
"""

from __future__ import annotations

from ...corpora.corpus import Corpus
from ..archive import pack
from ..made import Made, MadeFile, Options
from .agent import Agent, AgentIntent, Entity, agent_of, file_name
from .write_es import identity, json

MOST_INTENTS = 10_000
_FLOW = "Default Start Flow"


def write_corpus(corpus: Corpus, options: Options) -> Made:
    """The agent of a corpus, as a zip file or a folder (`--set form=folder`). Sentences that occur
    several times are phrases with a count. The same corpus gives the same bytes."""
    agent, findings = agent_of(corpus, options.name or "agent", MOST_INTENTS)
    if agent is None:
        return Made((), tuple(findings))
    files = _files(agent)
    if options.extra.get("form") != "folder":
        files = [pack(f"{file_name(agent.name)}.zip", files)]
    return Made(tuple(files), tuple(findings))


def _files(agent: Agent) -> list[MadeFile]:
    language = agent.language
    about = {
        "displayName": agent.name,
        "defaultLanguageCode": language,
        "timeZone": "Etc/UTC",
        "startFlow": _FLOW,
    }
    flow = {"name": "00000000-0000-0000-0000-000000000000", "displayName": _FLOW}
    files = [
        MadeFile("agent.json", json(about)),
        MadeFile(f"flows/{_FLOW}/{_FLOW}.json", json(flow)),
    ]
    for intent in agent.intents:
        name = file_name(intent.name)
        files.append(MadeFile(f"intents/{name}/{name}.json", json(_intent(intent))))
        said = {"trainingPhrases": _phrases(intent, language)}
        files.append(MadeFile(f"intents/{name}/trainingPhrases/{language}.json", json(said)))
    for entity in agent.entities:
        name = file_name(entity.name)
        files.append(MadeFile(f"entityTypes/{name}/{name}.json", json(_entity(entity))))
        entries = [
            {"value": value, "synonyms": list(texts), "languageCode": language}
            for value, texts in entity.entries
        ]
        data = json({"entities": entries})
        files.append(MadeFile(f"entityTypes/{name}/entities/{language}.json", data))
    return files


def _intent(intent: AgentIntent) -> dict[str, object]:
    parameters: list[dict[str, object]] = []
    for name, kind, many in intent.parameters:
        parameters.append({"id": name, "entityType": kind, **({"isList": True} if many else {})})
    return {
        "name": identity(intent.name),
        "displayName": intent.name,
        "parameters": parameters,
        "priority": 500_000,
        "numTrainingPhrases": len(intent.phrases),
    }


def _phrases(intent: AgentIntent, language: str) -> list[dict[str, object]]:
    return [
        {
            "id": identity(intent.name, "phrase", str(number)),
            "parts": [
                {"text": part.text, "parameterId": part.parameter}
                if part.parameter
                else {"text": part.text}
                for part in parts
            ],
            "repeatCount": count,
            "languageCode": language,
        }
        for number, (parts, count) in enumerate(intent.phrases)
    ]


def _entity(entity: Entity) -> dict[str, object]:
    mode = "AUTO_EXPANSION_MODE_DEFAULT" if entity.open else "AUTO_EXPANSION_MODE_UNSPECIFIED"
    return {
        "name": identity("entity", entity.name),
        "displayName": entity.name,
        "kind": "KIND_MAP",
        "autoExpansionMode": mode,
    }
