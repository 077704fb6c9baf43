"""Scores pairs with OpenSanctions' logic-v2, as it ships and with stronger penalties for a contradicting date or gender.

Reads a JSON value a line on standard input:
  {"entity": {"id", "schema", "properties"}}                      an entity of the list, kept
  {"id", "query": {"id", "schema", "properties"}, "against": [id or entity, ...]}
and answers each query with {"id", "scores": [[default, tuned], ...]} in the order asked. At the end of the input it
prints {"pairs", "cpuSeconds", "versions"}; processor time is that of comparing alone, for the default settings.
"""

import json
import sys
import time
from importlib.metadata import version

from followthemoney.proxy import EntityProxy
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig

algorithm = get_algorithm("logic-v2")
default = algorithm.default_config()
tuned = ScoringConfig.model_construct(
    weights={"dob_year_disjoint": -0.6, "dob_day_disjoint": -0.3, "gender_mismatch": -0.5},
    config=default.config,
)


def to_entity(data):
    entity = EntityProxy.from_dict({"id": data["id"], "schema": data["schema"], "properties": {}})
    for name, values in data["properties"].items():
        # Cleans the values, and leaves out what the schema does not know.
        entity.add(name, values, quiet=True, fuzzy=True)
    return entity


def main():
    known = {}
    pairs = 0
    seconds = 0.0
    for line in sys.stdin:
        message = json.loads(line)
        if "entity" in message:
            known[message["entity"]["id"]] = to_entity(message["entity"])
            continue
        query = to_entity(message["query"])
        others = [known[item] if isinstance(item, str) else to_entity(item) for item in message["against"]]
        started = time.process_time()
        scores = [[algorithm.compare(query, other, default).score] for other in others]
        seconds += time.process_time() - started
        pairs += len(others)
        for other, row in zip(others, scores):
            row.append(algorithm.compare(query, other, tuned).score)
        print(json.dumps({"id": message["id"], "scores": scores}), flush=True)
    versions = {name: version(name) for name in ("nomenklatura", "followthemoney", "rigour")}
    print(json.dumps({"pairs": pairs, "cpuSeconds": seconds, "versions": versions}), flush=True)


main()
