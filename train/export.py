"""Export a trained model to one int8 ONNX file, and prove that batches do not matter.

    python train/export.py --model model.pt --rows DIR --encoder DIR --out DIR [--bits 7]

Writes `reader.onnx`, `reader.json` (labels, lemma scripts, thresholds) and `tokenizer.json` to the out
folder. Every product with a weight matrix is done in integers: each row of activations (one piece or word)
gets a scale of its own, each column of the weights too: a row's result depends on it alone. What stays in
floating point (attention, norms) gives the same bits at the same padded length, and that length is a matter
of the sentence alone (see features.py). Weights of 7 bits keep the sum of two products within 16 bits,
beyond which processors without VNNI would cut it off: 2 * 255 * 63 < 32768.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from detente.reading.encoder import ANCHOR_CHANCE, ANSWERS, thresholds
from detente.reading.features import (
    INPUTS,
    PieceReader,
    Sentence,
    batches,
    filled_length,
    stack,
)
from evaluate import load_model, read_tuned
from model import ANCHOR_TASKS, Answers, Reader
from sources import read_rows
from tasks import DEPREL, RELATIONS, ROLES, SRL, TAGS

OPSET = 18
TABLE_ROWS = 256  # a larger table that is looked up is kept in 8 bits
BATCH = 16
CONSTANTS = {
    "quantise.full": np.float32(127),
    "quantise.step": np.float32(1 / 127),
    "quantise.least": np.float32(1e-9),
    "quantise.round": np.float32(128.5),
    "quantise.middle": np.uint8(128),
    "quantise.one": np.float32(1),
    "quantise.axis": np.array([-1], np.int64),
}


def trace(
    module: torch.nn.Module, example: Sequence[torch.Tensor], path: Path, outputs: Sequence[str]
) -> None:
    """Write a module as ONNX in 32 bits, with any number of sentences, pieces and words."""
    axes = {name: {0: "sentences", 1: name} for name in (*INPUTS, *outputs[:7])}
    axes |= {name: {0: "anchors", 1: name} for name in outputs[7:]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer doubts shapes; check_batches settles it
        torch.onnx.export(
            module,
            tuple(example),
            str(path),
            input_names=[*INPUTS, "thresholds"][: len(example)],
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )


def quantise(graph: onnx.GraphProto, bits: int) -> None:
    """Do every product with a weight matrix in integers, and keep large tables in 8 bits."""
    weights = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    added = dict(CONSTANTS)
    nodes: list[onnx.NodeProto] = []
    rows: set[str] = set()
    for node in graph.node:
        weight = weights.get(node.input[1]) if node.op_type == "MatMul" else None
        table = weights.get(node.input[0]) if node.op_type == "Gather" else None
        if weight is not None and weight.ndim == 2:
            if node.input[0] not in rows:
                nodes += quantise_rows(node.input[0])
                rows.add(node.input[0])
            nodes += multiply(node, weight, bits, added)
        elif table is not None and table.ndim == 2 and len(table) >= TABLE_ROWS:
            nodes += look_up(node, table, added)
        else:
            nodes.append(node)
    used = {name for node in nodes for name in node.input}
    kept = [item for item in graph.initializer if item.name in used]
    kept += [numpy_helper.from_array(np.asarray(value), name) for name, value in added.items()]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)


def quantise_rows(name: str) -> list[onnx.NodeProto]:
    """x (..., K) as `x.bytes` (..., K), 1 to 255 about 128, and `x.scale` (..., 1)."""
    steps = (
        ("Abs", [name], "size"),
        ("ReduceMax", [f"{name}.size", "quantise.axis"], "most"),
        ("Max", [f"{name}.most", "quantise.least"], "top"),
        ("Div", ["quantise.full", f"{name}.top"], "inverse"),
        ("Mul", [name, f"{name}.inverse"], "scaled"),
        ("Add", [f"{name}.scaled", "quantise.round"], "shifted"),
        ("Mul", [f"{name}.top", "quantise.step"], "scale"),
    )
    nodes = [helper.make_node(kind, inputs, [f"{name}.{output}"]) for kind, inputs, output in steps]
    cut = helper.make_node("Cast", [f"{name}.shifted"], [f"{name}.bytes"], to=onnx.TensorProto.UINT8)
    return [*nodes, cut]


def multiply(
    node: onnx.NodeProto, weight: np.ndarray[Any, Any], bits: int, added: dict[str, Any]
) -> list[onnx.NodeProto]:
    """A product with weight (K, N): integers by integers, then the columns' scales, then the rows'."""
    out, x = node.output[0], node.input[0]
    top = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(weight).max(0), 1e-9) / top  # (N,)
    added[f"{out}.weight"] = np.rint(weight / scale).astype(np.int8)  # (K, N)
    added[f"{out}.columns"] = scale.astype(np.float32)
    inputs = [f"{x}.bytes", f"{out}.weight", "quantise.one", f"{out}.columns", "quantise.middle"]
    product = helper.make_node("MatMulIntegerToFloat", inputs, [f"{out}.product"], domain="com.microsoft")
    return [product, helper.make_node("Mul", [f"{out}.product", f"{x}.scale"], [out])]


def look_up(node: onnx.NodeProto, table: np.ndarray[Any, Any], added: dict[str, Any]) -> list[onnx.NodeProto]:
    """A row of a table, kept as bytes with a scale."""
    out, places = node.output[0], node.input[1]
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / 127  # (rows, 1)
    added[f"{out}.table"] = np.rint(table / scale).astype(np.int8)
    added[f"{out}.scales"] = scale.astype(np.float32)
    return [
        helper.make_node("Gather", [f"{out}.table", places], [f"{out}.bytes"]),
        helper.make_node("Cast", [f"{out}.bytes"], [f"{out}.floats"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{out}.scales", places], [f"{out}.scale"]),
        helper.make_node("Mul", [f"{out}.floats", f"{out}.scale"], [out]),
    ]


def write_graph(model: Reader, example: Sequence[torch.Tensor], path: Path, bits: int) -> None:
    """The whole model as int8 ONNX."""
    with tempfile.TemporaryDirectory() as folder:
        trace(Answers(model).eval(), example, Path(folder) / "float.onnx", ANSWERS)
        held = onnx.load(Path(folder) / "float.onnx")
    quantise(held.graph, bits)
    held.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    onnx.save(held, path)


def write_labels(path: Path, lemmas: Sequence[str], model: Path) -> None:
    """What the numbers in the answers mean."""
    content = {
        "tags": TAGS,
        "deprel": DEPREL,
        "roles": ROLES,
        "srl": SRL,
        "lemmas": lemmas,
        "relations": RELATIONS,
        **{name: read_tuned(model)[name] for name in ("chances", "reliability")},
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """A session on one core, so that speeds compare."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def sentence_answers(answers: dict[str, Any], row: int, sentence: Sentence) -> list[Any]:
    """All answers for one sentence of a batch, without padding."""
    words = len(sentence.first) - 1
    own = np.flatnonzero(answers["anchors"][1:, 0] == row) + 1
    parts = [answers[name][row, :words] for name in ("tags", "lemma", "deprel", "factuality")]
    parts += [answers["arcs"][row, :words, : words + 1], answers["anchors"][own, 1]]
    return parts + [answers[name][own, :words] for name in ("roles", "srl")]


def check_batches(session: onnxruntime.InferenceSession, sentences: Sequence[Sentence]) -> int:
    """Raises SystemExit if one bit of a sentence's answers depends on the batch it is read in.

    Each sentence is read alone, among its neighbours, and among them in another order. Returns how
    many arrays were compared.
    """
    compared = 0
    least = {"thresholds": np.full(len(ANCHOR_TASKS), ANCHOR_CHANCE, np.float32)}
    for chosen in batches(sentences, BATCH):
        length = filled_length(sentences[chosen[0]])
        turned = [*reversed(chosen), *chosen[:3]]
        seen: dict[int, list[Any]] = {}
        for group in ([index] for index in chosen), [chosen], [turned]:
            for batch in group:
                inputs = stack([sentences[index] for index in batch], length) | least
                answers = dict(zip(ANSWERS, session.run(None, inputs), strict=True))
                for row, index in enumerate(batch):
                    mine = sentence_answers(answers, row, sentences[index])
                    before = seen.setdefault(index, mine)
                    compared += len(mine)
                    if not all(np.array_equal(left, right) for left, right in zip(before, mine, strict=True)):
                        raise SystemExit(f"sentence {index}: the batch changed an answer")
    return compared


def measure(run: Callable[[Sequence[Sentence]], object], sentences: Sequence[Sentence]) -> float:
    """Sentences a second of processor time, the better of two runs."""
    best = 0.0
    for _ in range(2):
        began = time.process_time()
        for chosen in batches(sentences, BATCH):
            run([sentences[index] for index in chosen])
        best = max(best, len(sentences) / (time.process_time() - began))
    return best


def report_speed(
    path: Path, model: Reader, example: Sequence[torch.Tensor], sentences: Sequence[Sentence]
) -> None:
    """Print how fast the exported model is beside the bare encoder."""
    whole = open_session(path)
    least = thresholds(anchors=True, predicates=False)
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "encoder.onnx", Path(folder) / "encoder.int8.onnx"
        trace(model.encoder, example[:3], plain, ("vectors",))
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"])
        for name, file in (("encoder, 32 bits", plain), ("encoder, dynamic int8", small)):
            bare = open_session(file)
            speed = measure(lambda batch, bare=bare: bare.run(None, encoder_inputs(batch)), sentences)
            print(f"{name}: {speed:.0f} sentences/s of one core")

    def read(batch: Sequence[Sentence]) -> object:
        return whole.run(None, stack(batch, filled_length(batch[0])) | {"thresholds": least})

    speed = measure(read, sentences)
    print(f"reader.onnx: {speed:.0f} sentences/s of one core, {path.stat().st_size / 1e6:.1f} MB")


def encoder_inputs(batch: Sequence[Sentence]) -> dict[str, Any]:
    """The inputs of the bare encoder."""
    inputs = stack(batch, filled_length(batch[0]))
    return {name: inputs[name] for name in INPUTS[:3]}


def main() -> None:
    """Export, check, measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bits", type=int, default=7, help="of the weights; 8 asks for VNNI")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    model, lemmas = load_model(options.model, options.encoder)
    reader = PieceReader((options.encoder / "tokenizer.json").read_text(encoding="utf-8"))
    rows = [row for row in read_rows(options.rows / "dev.jsonl.gz") if row["set"] == "corpus"]
    sentences = [reader.read(row["words"]) for row in rows]
    inputs = stack(sentences[:2])
    example = [torch.from_numpy(inputs[name]) for name in INPUTS] + [torch.full((len(ANCHOR_TASKS),), 0.1)]
    path = options.out / "reader.onnx"
    write_graph(model, example, path, options.bits)
    write_labels(options.out / "reader.json", lemmas, options.model)
    shutil.copyfile(options.encoder / "tokenizer.json", options.out / "tokenizer.json")
    print(f"{check_batches(open_session(path), sentences)} arrays have the same bits alone and in batches")
    report_speed(path, model, example, sentences)
    size = sum(file.stat().st_size for file in options.out.iterdir())
    print(f"{size / 1e6:.1f} MB with labels and tokenizer")


if __name__ == "__main__":
    main()
