"""What layers of a transformer are made of, over the last axis, in single precision."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


def layer_norm(
    x: FloatArray, weight: FloatArray, bias: FloatArray, epsilon: float = 1e-5
) -> FloatArray:
    """Layer normalisation (Ba, Kiros and Hinton 2016)."""
    centred = x - x.mean(axis=-1, keepdims=True)
    centred /= np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(epsilon))
    centred *= weight
    centred += bias
    return centred


def gelu(x: FloatArray) -> FloatArray:
    """GELU by the hyperbolic tangent (Hendrycks and Gimpel 2016)."""
    inner = x * x * x  # x**3 is slow
    inner *= np.float32(0.044715)
    inner += x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner


def softmax(x: FloatArray) -> FloatArray:
    """Return shares of the last axis, sum 1."""
    shares = x - x.max(axis=-1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=-1, keepdims=True)
    return shares
