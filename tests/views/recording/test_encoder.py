"""The encoder: a tone goes in, and the same tone comes out of the file that is made of it."""

from __future__ import annotations

from array import array
from itertools import pairwise

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from pytestqt.qtbot import QtBot

from crm_desktop.interchange.m4a import read_adts, write_m4a
from crm_desktop.views.recording.multimedia import quiet_multimedia
from crm_desktop.views.recording.sound import RATE, loudness, one_channel
from tests.support.sound import Tone


def _encoded(qtbot: QtBot, hertz: int, milliseconds: int) -> bytes:
    quiet_multimedia()
    from crm_desktop.views.recording.encoder import AacEncoder

    encoder, tone, stream = AacEncoder(RATE), Tone(hertz), bytearray()
    encoder.encoded.connect(stream.extend)
    tone.sound.connect(encoder.put)
    tone.start()
    tone.play(milliseconds)
    with qtbot.waitSignal(encoder.finished, timeout=10_000):
        encoder.finish()
    return bytes(stream)


def _decoded(qtbot: QtBot, file: bytes) -> array[float]:
    from PySide6.QtMultimedia import QAudioDecoder

    buffer = QBuffer()
    buffer.setData(file)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    decoder = QAudioDecoder()
    decoder.setSourceDevice(buffer)
    samples: array[float] = array("f")
    decoder.bufferReady.connect(lambda: samples.frombytes(bytes(decoder.read().constData())))
    with qtbot.waitSignal(decoder.finished, timeout=10_000):
        decoder.start()
    return samples


@pytest.mark.parametrize("hertz", [440, 880])
def test_a_tone_that_is_recorded_is_the_tone_that_is_heard(qtbot: QtBot, hertz: int) -> None:
    sound = read_adts(_encoded(qtbot, hertz, 2_000))
    assert sound.rate == RATE
    assert 2_000 <= sound.length_ms < 2_150
    heard = _decoded(qtbot, write_m4a(sound))[RATE // 2 : RATE // 2 + RATE]
    turns = sum(1 for one, other in pairwise(heard) if one < 0 <= other)
    assert abs(turns - hertz) <= 2
    assert max(heard) == pytest.approx(9_000 / 32_768, rel=0.15)


def test_a_sound_that_ends_before_the_encoder_has_begun_is_not_lost(qtbot: QtBot) -> None:
    assert 200 <= read_adts(_encoded(qtbot, 440, 200)).length_ms < 350


def test_the_meter_follows_the_ear() -> None:
    assert loudness(b"") == 0
    assert loudness(bytes(200)) == 0
    quiet, loud = (loudness(array("h", [0, peak, -peak]).tobytes()) for peak in (330, 32_767))
    assert loud == pytest.approx(1.0, rel=1e-4)
    assert 0.3 < quiet < 0.4


@pytest.mark.parametrize(
    ("kind", "samples"),
    [
        ("int16", array("h", [1_000, 7, -1_000, 7])),
        ("int32", array("i", [1_000 << 16, 7, -(1_000 << 16), 7])),
        ("float", array("f", [1_000 / 32_767, 0.5, -1_000 / 32_767, 0.5])),
    ],
)
def test_every_kind_of_samples_becomes_one_channel(kind: str, samples: array[float]) -> None:
    found = array("h", one_channel(samples.tobytes(), kind, 2))
    assert [round(each / 10) for each in found] == [100, -100]
