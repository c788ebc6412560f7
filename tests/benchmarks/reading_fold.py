"""The tone of a development post, and of its clauses, by a model that has not seen it: five folds, near-duplicates
together. A stand-in for the product's own reader, whose heads have seen all of these posts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline, make_union

from hubdesk.enrich.duplicates import Duplicates

TONES = ("negative", "neutral", "positive")
Scores = Callable[[str], tuple[float, float, float]]


def out_of_fold(posts: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Scores]:
    """For a post, the scores (negative, neutral, positive) that a model without its fold gives to any text."""
    groups = Duplicates()
    roots = [groups.seen(post["id"], post["text"]) or post["id"] for post in posts]
    texts = [post["text"] for post in posts]
    tones = [TONES.index(post["sentiment"]) for post in posts]
    by_post: dict[str, Any] = {}
    for learned, asked in GroupKFold(5).split(texts, tones, roots):
        model = make_pipeline(
            make_union(
                TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2),
            ),
            OneVsRestClassifier(LogisticRegression(C=8, solver="liblinear", class_weight="balanced")),
        )
        model.fit([texts[n] for n in learned], [tones[n] for n in learned])
        by_post.update((posts[n]["id"], model) for n in asked)

    def scores_of(post: dict[str, Any]) -> Scores:
        model = by_post[post["id"]]

        def scores(text: str) -> tuple[float, float, float]:
            negative, neutral, positive = model.predict_proba([text])[0]
            return float(negative), float(neutral), float(positive)

        return scores

    return scores_of
