"""The encoder's first layers as an ONNX graph whose matrices stay in 4 bits."""

from __future__ import annotations

from typing import Final

import numpy as np
import onnx
from encoder_packed import BLOCK, Packed
from onnx import TensorProto, helper, numpy_helper

CONTRIB: Final = "com.microsoft"  # onnxruntime's own operators: MatMulNBits, MultiHeadAttention
FAR: Final = np.float32(1e4)  # below anything a layer gives: padding is never the largest


class Graph:
    """Collects the nodes and constants of an ONNX graph; each method returns the name of its result."""

    def __init__(self, packed: Packed) -> None:
        self.packed, self.nodes, self.constants = packed, [], []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, kind: str, *inputs: str, result: str = "", **options: object) -> str:
        result = result or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [result], **options))
        return result

    def linear(self, x: str, name: str, rows: int, columns: int) -> str:
        """x times a 4-bit matrix, plus its bias; only the order of the halves within a block changes."""
        blocks = self.packed.blocks(f"{name}.w", rows)
        halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
        weights = self.constant(f"{name}.w", halves[..., 0::2] | halves[..., 1::2] << 4)
        scales = blocks[..., :2].copy().view("<f2").astype(np.float32).ravel()
        scale, bias = self.constant(f"{name}.s", scales), self.constant(f"{name}.b", self.vector(f"{name}.b"))
        sizes = {"K": columns, "N": rows, "bits": 4, "block_size": BLOCK}
        inputs = (x, weights, scale, "", "", bias)
        return self.node("MatMulNBits", *inputs, domain=CONTRIB, accuracy_level=4, **sizes)

    def vector(self, name: str) -> np.ndarray:
        return self.packed.floats(name, -1)

    def normalised(self, x: str, name: str) -> str:
        weight, bias = (self.constant(f"{name}.{part}", self.vector(f"{name}.{part}")) for part in "wb")
        return self.node("LayerNormalization", x, weight, bias, axis=-1, epsilon=self.packed.epsilon)


def make_graph(packed: Packed, layers: int) -> onnx.ModelProto:
    """rows (texts, pieces, width) float32 and mask (texts, pieces) int32 to vectors (texts, 2 * width).

    A vector is the mean of a text's pieces after the last layer, then the largest of each number.
    """
    graph, width, inner = Graph(packed), packed.width, packed.inner
    places = packed.floats("emb.pos", packed.positions, width) + packed.floats("emb.type", -1, width)[0]
    zero, one = (graph.constant(f"at_{i}", np.array([i], np.int64)) for i in (0, 1))
    length = graph.node("Shape", "mask", start=1, end=2)
    place = graph.node("Slice", graph.constant("emb.places", places), zero, length, zero)
    x = graph.normalised(graph.node("Add", "rows", place), "emb.ln")
    for layer in range(layers):
        query, key, value = (graph.linear(x, f"l{layer}.{part}", width, width) for part in "qkv")
        attention = (query, key, value, "", "mask")
        mixed = graph.node("MultiHeadAttention", *attention, domain=CONTRIB, num_heads=packed.heads)
        mixed = graph.linear(mixed, f"l{layer}.ao", width, width)
        x = graph.normalised(graph.node("Add", x, mixed), f"l{layer}.aln")
        hidden = graph.node("Gelu", graph.linear(x, f"l{layer}.fi", inner, width))
        hidden = graph.linear(hidden, f"l{layer}.fo", width, inner)
        x = graph.normalised(graph.node("Add", x, hidden), f"l{layer}.oln")
    weight = graph.node(
        "Unsqueeze", graph.node("Cast", "mask", to=TensorProto.FLOAT), graph.constant("at_2", np.array([2]))
    )
    filled = graph.node("Mul", x, weight)
    total, count = (graph.node("ReduceSum", part, one, keepdims=0) for part in (filled, weight))
    mean = graph.node("Div", total, count)
    outside = graph.node(
        "Mul", graph.node("Sub", graph.constant("1", np.float32(1)), weight), graph.constant("far", FAR)
    )
    largest = graph.node("ReduceMax", graph.node("Sub", filled, outside), one, keepdims=0)
    graph.node("Concat", mean, largest, axis=1, result="vectors")
    inputs = [
        helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["texts", "pieces", width]),
        helper.make_tensor_value_info("mask", TensorProto.INT32, ["texts", "pieces"]),
    ]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", 2 * width])
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)]
    body = helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, [output], graph.constants)
    return helper.make_model(body, opset_imports=opsets, ir_version=9, producer_name="build_encoder")
