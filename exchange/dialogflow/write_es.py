"""A corpus as a Dialogflow ES agent."""

from __future__ import annotations

import uuid

import msgspec

from ...corpora.corpus import Corpus
from ..archive import pack
from ..made import Made, MadeFile, Options
from .agent import Agent, AgentIntent, Entity, agent_of, file_name

MOST_INTENTS = 2_000
_SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def write_corpus(corpus: Corpus, options: Options) -> Made:
    """The agent of a corpus, as a zip file or a folder (`--set form=folder`): `agent.json`, and for
    each intent and entity type a file with its settings and one with its phrases or entries. The
    same corpus gives the same bytes."""
    agent, findings = agent_of(corpus, options.name or "agent", MOST_INTENTS)
    if agent is None:
        return Made((), tuple(findings))
    files = _files(agent)
    if options.extra.get("form") != "folder":
        files = [pack(f"{file_name(agent.name)}.zip", files)]
    return Made(tuple(files), tuple(findings))


def identity(*names: str) -> str:
    """A UUID: the same for the same names."""
    return str(uuid.uuid5(_SPACE, "/".join(names)))


def json(data: object) -> bytes:
    """Indented JSON with a line feed at the end."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def _files(agent: Agent) -> list[MadeFile]:
    about = {
        "description": "",
        "language": agent.language,
        "displayName": agent.name,
        "defaultTimezone": "Etc/UTC",
        "isPrivate": True,
        "mlMinConfidence": 0.3,
        "supportedLanguages": [],
        "onePlatformApiVersion": "v2",
    }
    files = [
        MadeFile("agent.json", json(about)),
        MadeFile("package.json", json({"version": "1.0.0"})),
    ]
    for intent in agent.intents:
        path = f"intents/{file_name(intent.name)}"
        files.append(MadeFile(f"{path}.json", json(_intent(intent))))
        said = _phrases(intent, agent.language)
        files.append(MadeFile(f"{path}_usersays_{agent.language}.json", json(said)))
    for entity in agent.entities:
        path = f"entities/{file_name(entity.name)}"
        files.append(MadeFile(f"{path}.json", json(_entity(entity))))
        entries = [{"value": value, "synonyms": list(texts)} for value, texts in entity.entries]
        files.append(MadeFile(f"{path}_entries_{agent.language}.json", json(entries)))
    return files


def _intent(intent: AgentIntent) -> dict[str, object]:
    parameters = [
        {
            "id": identity(intent.name, name),
            "name": name,
            "required": False,
            "dataType": kind,
            "value": f"${name}",
            "isList": many,
        }
        for name, kind, many in intent.parameters
    ]
    response = {
        "resetContexts": False,
        "affectedContexts": [],
        "parameters": parameters,
        "messages": [],
        "speech": [],
    }
    return {
        "id": identity(intent.name),
        "name": intent.name,
        "auto": True,
        "contexts": [],
        "responses": [response],
        "priority": 500_000,
        "webhookUsed": False,
        "webhookForSlotFilling": False,
        "fallbackIntent": False,
        "events": [],
    }


def _phrases(intent: AgentIntent, language: str) -> list[dict[str, object]]:
    kinds = {name: kind for name, kind, _ in intent.parameters}
    return [
        {
            "id": identity(intent.name, "phrase", str(number)),
            "data": [
                {
                    "text": part.text,
                    "alias": part.parameter,
                    "meta": kinds[part.parameter],
                    "userDefined": True,
                }
                if part.parameter
                else {"text": part.text, "userDefined": False}
                for part in parts
            ],
            "isTemplate": False,
            "count": count - 1,
            "lang": language,
            "updated": 0,
        }
        for number, (parts, count) in enumerate(intent.phrases)
    ]


def _entity(entity: Entity) -> dict[str, object]:
    return {
        "id": identity("entity", entity.name),
        "name": entity.name,
        "isOverridable": True,
        "isEnum": False,
        "isRegexp": False,
        "automatedExpansion": entity.open,
        "allowFuzzyExtraction": False,
    }
