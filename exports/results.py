"""Every result of a study as plain data at full precision, each with its n and its rule."""

from dataclasses import asdict

from exports.findings.claim_words import tie_words
from exports.findings.claims import Claim, claims_of
from exports.findings.everything import all_findings
from exports.findings.joint import joint_display
from exports.findings.movements import Voice
from exports.findings.plain import as_json, plain
from exports.source import Source
from exports.statistics.quantiles import wilson
from exports.summary import ItemInWave, Summary, summarise
from instruments.definitions import Kind

Json = dict[str, object]


def study_results(source: Source) -> Json:
    """Give scale scores, their descriptives and shares of every instrument, and all findings."""
    summaries = {key: summarise(source, key) for key in source.keys}
    findings = all_findings(source, summaries)
    return {
        "study": source.frame.key,
        "made_at": source.made_at.isoformat(),
        "freeze": source.freeze.number if source.freeze else None,
        "invented": source.frame.invented,
        "options": {
            "reverse": "min + max - answer, from the codebook",
            "score": "mean of the answered items if enough of the asked ones are answered",
            "sd": "n - 1",
            "interval": "95 %, Student t for means, Wilson for shares",
            "quartiles": "type 7",
            "missing": "expected and without a record, or with too few items answered",
        },
        "instruments": {key: _instrument(one) for key, one in summaries.items()},
        "findings": as_json(findings),
        "claims": [_claim(one) for one in claims_of(findings, source)],
        "joint": [plain(one) for one in joint_display(findings, source)],
    }


def _claim(one: Claim) -> Json:
    return {
        "key": one.key,
        "words": plain(one.words),
        "direction": one.direction,
        "verdicts": {voice: one.verdict(voice) for voice in Voice},
        "evidence": [
            {"verdict": each.verdict, "why": plain(tie_words(each)), "of": plain(each)}
            for each in one.evidence
        ],
    }


def _instrument(summary: Summary) -> Json:
    absent = {
        one.wave.key: one.expected - one.answered
        for one in summary.answered
        if one.expected is not None
    }
    return {
        "version": summary.instrument.version,
        "answered": {
            one.wave.key: {"n": one.answered, "records": one.records, "expected": one.expected}
            for one in summary.answered
        },
        "scales": {
            f"{one.scale.code}.{one.wave.key}": {
                "items": list(one.scale.items),
                "reversed": sorted(one.scale.reverse),
                "min_answered": one.scale.min_answered,
                "not_scored": one.unscored,
                "missing": one.unscored + absent.get(one.wave.key, 0),
                **asdict(one.described),
                "scores": dict(one.scores),
            }
            for one in summary.scales
        },
        "items": {f"{one.item.code}.{one.wave.key}": _item(one) for one in summary.items},
        "numbers": {
            f"{one.item.code}.{one.wave.key}": asdict(one.described) for one in summary.numbers
        },
    }


def _item(one: ItemInWave) -> Json:
    found: Json = {"n": one.answered, "asked": one.asked, "counts": dict(one.counts)}
    if one.item.kind is Kind.LIKERT and one.answered:
        top = one.top_two
        low, high = wilson(top, one.answered)
        found["top_two"] = {
            "x": top,
            "n": one.answered,
            "pct": 100 * top / one.answered,
            "low": low,
            "high": high,
        }
    return found
