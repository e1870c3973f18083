"""An inner tensor of an ONNX model made an output, without the onnx package.

What belongs here: these few bytes of protobuf. What does not: any model.
"""


def extra_output(name: str) -> bytes:
    """Bytes that, appended to an ONNX file, make its inner float tensor `name` the last output of its graph.

    Protobuf merges repeated parts: ModelProto.graph (7) . output (12) = ValueInfoProto {name (1), type (2)}.
    """
    float_tensor = _field(1, b"\x08\x01")
    value_info = _field(1, name.encode()) + _field(2, float_tensor)
    return _field(7, _field(12, value_info))


def _field(number: int, payload: bytes) -> bytes:
    """A length-delimited field; field numbers below 16 and payloads below 128 bytes."""
    return bytes([number << 3 | 2, len(payload)]) + payload
