"""The measures of a person's body: how tall, how wide, where joints are, and the pose that an expression gives.

What belongs here: numbers. What does not: drawing.

Figure units: feet at y 0, up is negative; drawn as if facing right.
"""

import math
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.people.steps import Step
from sparkle_motion_dagster.backends.drawing.svg import Point, chance
from sparkle_motion_dagster.film.picture import Expression


@dataclass(frozen=True)
class Arm:
    """An arm's joints; `open_hand` shows the palm."""

    shoulder: Point
    elbow: Point
    wrist: Point
    open_hand: bool = False


@dataclass(frozen=True)
class BodyFrame:
    """Measures of one body. Widths are half widths."""

    height: float
    head_scale: float
    chin: float
    shoulder_y: float
    waist_y: float
    hip_y: float
    knee_y: float
    shoulder: float
    waist: float
    hip: float
    limb: float
    """Thickness of limbs, 1 for an average adult."""
    turn: float
    lean: float
    """How far the upper body's middle stands before the feet."""
    near: Arm
    far: Arm
    seated: bool = False
    step: Step | None = None


_SEAT = 0.6
"""Height of the hips over the ground when sitting, of their height when standing."""
_POSES: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    # (upper arm, forearm) of the near and the far arm: degrees from straight down, positive toward the front
    "rest": ((-9, 9), (12, 16)),
    "ease": ((-12, 22), (10, 30)),
    "hips": ((-47, 52), (46, -50)),
    "offer": ((-10, 12), (24, 96)),
    "offer_both": ((-30, -74), (30, 92)),
    "clasp": ((-12, 72), (14, -66)),
    "raise": ((-26, -128), (28, 132)),
    "chin": ((16, 158), (16, -62)),
    "hang": ((-4, 2), (8, 6)),
    "lap": ((-8, 44), (12, 54)),
    "clasped lap": ((-9, 34), (9, -34)),
    "carry": ((-10, 14), (14, 62)),
}
_POSE_OF: dict[Expression, tuple[str, ...]] = {
    "neutral": ("rest", "ease", "rest"), "happy": ("offer", "ease", "offer_both"), "sad": ("hang", "clasp"),
    "angry": ("hips",), "afraid": ("clasp",), "surprised": ("raise",), "thoughtful": ("chin",),
}  # fmt: skip


def frame_of(
    look: Look, expression: Expression, turn: float, *, seated: bool = False, step: Step | None = None
) -> BodyFrame:
    """The measures of a look's body in an expression, standing, seated or in a step."""
    child = look.age == "child"
    height = (250.0 if child else 360.0 if look.sex == "man" else 346.0) * look.tall
    if look.age == "old":
        height *= 0.96
    if look.age == "young":
        height *= 0.97
    head = (64.0 if child else 69.0 if look.sex == "man" else 67.0) * (1 + (look.tall - 1) * 0.4)
    chin = -(height - head)
    body = -chin
    shoulder_y = -body * 0.955
    hip_y = -body * (0.545 if child else 0.565)
    waist_y = (shoulder_y + hip_y) / 2 - body * 0.015
    if seated:
        lower = -hip_y * (1 - _SEAT)
        chin, shoulder_y, waist_y, hip_y = chin + lower, shoulder_y + lower, waist_y + lower, hip_y + lower
    stout = {"slim": 0.9, "average": 1.0, "stout": 1.16}[look.build]
    k = height / 360
    if child:
        shoulder, waist, hip = 31.0 * stout, 25.0 * stout, 25.0 * stout
    elif look.sex == "man":
        shoulder, waist, hip = 43 * k * (0.5 + stout / 2), 32 * k * stout, 30 * k * stout
    else:
        shoulder, waist, hip = 36 * k * (0.5 + stout / 2), 25.5 * k * stout, 33 * k * stout
    if look.build == "stout":
        waist *= 1.22
    squeeze = 1 - 0.08 * turn
    lean = 5.0 * turn * k
    pose = chance(look.seed, "pose").choice(_POSE_OF[expression])
    if seated and pose in ("rest", "ease", "hang", "hips"):
        pose = "lap" if turn else "clasped lap"
    if {"lantern", "cane"} & set(look.accessories):
        pose = "carry"
    upper, fore = body * 0.2, body * 0.175
    shoulder *= squeeze
    near_angles, far_angles = _POSES[pose]
    if step is not None:
        near_angles = _swung(step.arms[1])
        far_angles = far_angles if step.carries or pose == "carry" else _swung(step.arms[0])
    near = _arm(
        (lean - shoulder + 6.5 * k, shoulder_y + 17 * k), near_angles, upper, fore, pose in ("offer_both", "raise")
    )
    far = _arm(
        (lean + shoulder - 6.5 * k, shoulder_y + 17 * k),
        far_angles,
        upper,
        fore,
        pose in ("offer", "offer_both", "raise"),
    )
    limb = k * {"slim": 0.9, "average": 1.0, "stout": 1.14}[look.build] * (0.9 if look.sex == "woman" else 1.04)
    if child:
        limb *= 1.16
    return BodyFrame(height, head / 205, chin, shoulder_y, waist_y, hip_y, hip_y * (0.94 if seated else 0.52), shoulder,
                     waist * squeeze, hip * squeeze, limb, turn, lean, near, far, seated, step)  # fmt: skip


def _swung(angle: float) -> tuple[float, float]:
    """Upper arm and forearm of an arm that swings: it bends as it comes forward."""
    return angle, angle + 14 + max(angle, 0.0) * 0.9


def _arm(shoulder: Point, angles: tuple[float, float], upper: float, fore: float, open_hand: bool) -> Arm:
    a, b = (math.radians(v) for v in angles)
    elbow = (shoulder[0] + upper * math.sin(a), shoulder[1] + upper * math.cos(a))
    wrist = (elbow[0] + fore * math.sin(b), elbow[1] + fore * math.cos(b))
    return Arm(shoulder, elbow, wrist, open_hand)
