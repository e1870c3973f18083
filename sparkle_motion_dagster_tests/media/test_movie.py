"""A whole film: every frame, every sample, every word."""

import re
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.card_clips import card_clip
from sparkle_motion_dagster.media.contact_sheet import CELL_WIDTH_PX, GUTTER_PX, HEADING_PX, MARGIN_PX
from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.film_picture import film_picture
from sparkle_motion_dagster.media.film_sound import FilmSound, film_sound
from sparkle_motion_dagster.media.film_stills import film_stills
from sparkle_motion_dagster.media.finished import measured_loudness, track
from sparkle_motion_dagster.media.movie import MadeMovie, make_movie
from sparkle_motion_dagster.media.movie_request import (
    MovieCard,
    MovieRequest,
    MovieShot,
    SeenThrough,
    SpokenWords,
)
from sparkle_motion_dagster.media.probe import probe
from sparkle_motion_dagster.media.soundtrack import Place, SoundPart
from sparkle_motion_dagster.media.telling import look_through
from sparkle_motion_dagster_tests.media.film_pieces import FPS, moving_frames, read_frames, tone, write_wav

FRAMES = (37, 49, 24)
TRACKS: tuple[Literal["video", "audio"], ...] = ("video", "audio")
TEXT = "<b>Light</b> the {\\an8}lamp --> & hurry"
SEA, ROOM = Place("sea", "storm", "day", 3), Place("room", "clear", "day", 5)


def clip(path: Path, frames: int, width: int = 320, height: int = 180, shade: int = 60) -> Path:
    with VideoWriter(path, width, height, FPS, sample_rate_hz=24_000) as writer:
        for picture in moving_frames(frames, width, height, shade):
            writer.write(picture)
        writer.write_sound(tone(frames / FPS + 0.2, pitch_hz=3_000))
    return path


def shots(folder: Path) -> list[MovieShot]:
    made = []
    for number, frames in enumerate(FRAMES):
        speech = np.zeros(round(frames / FPS * 24_000), np.float32)
        speech[9_600:19_200] = tone(0.4, level=0.3, pitch_hz=400 + 100 * number)
        words = SpokenWords(
            start_s=0.4, end_s=0.8, speaker=f"P{number}", text=TEXT if number == 0 else f"line {number}"
        )
        write_wav(folder / f"speech{number}.wav", speech)
        made.append(
            MovieShot(
                id=f"s{number + 1}0",
                clip=clip(folder / f"clip{number}.mp4", frames, shade=40 + 40 * number),
                frames=frames,
                lines=(words,),
            )
        )
    return made


def mixed(request: MovieRequest, folder: Path, lufs: float = -16.0, silent: bool = False) -> FilmSound:
    """The film's sound: a track of speech lies beside each clip."""
    title, end = (
        [SoundPart("card", card.frames, None, None, card=True)] if card else []
        for card in (request.title_card, request.end_card)
    )
    parts = []
    for number, shot in enumerate(request.shots):
        speech = None if silent else shot.clip.with_name(shot.clip.name.replace("clip", "speech")).with_suffix(".wav")
        parts.append(SoundPart(shot.id, shot.frames, speech, SEA if number < 2 else ROOM))
    return film_sound(
        [*title, *parts, *end],
        folder / "sound.mp4",
        title=request.title,
        fps=request.fps,
        sample_rate_hz=48_000,
        loudness_lufs=lufs,
        true_peak_db=-1.0,
        seed=1,
    )


def whole(request: MovieRequest, folder: Path, lufs: float = -16.0, silent: bool = False) -> MadeMovie:
    """Mixed and put together."""
    (folder / "mix").mkdir()
    made = folder / "made"
    made.mkdir()
    sound = mixed(request, folder / "mix", lufs, silent)
    return make_movie(request, film_picture(request, made), film_stills(request, made), sound, made)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MovieRequest]:
    folder = tmp_path_factory.mktemp("source")
    blue = np.full((180, 320, 3), (40, 90, 160), np.uint8)
    request = MovieRequest(
        title="Lamp: a 'film' = 100 %",
        shots=tuple(shots(folder)),
        title_card=MovieCard(clip=card_clip(blue, folder / "title.mp4", frames=24, fps=FPS), frames=24),
        end_card=MovieCard(clip=card_clip(blue, folder / "end.mp4", frames=12, fps=FPS), frames=12),
        draft=True,
    )
    return folder, request


@pytest.fixture(scope="module")
def made(source: tuple[Path, MovieRequest], tmp_path_factory: pytest.TempPathFactory) -> MadeMovie:
    return whole(source[1], tmp_path_factory.mktemp("film"))


def sound_of(movie: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    """(samples, 2) decoded."""
    with av.open(str(movie)) as film:
        return np.concatenate([frame.to_ndarray().T for frame in film.decode(audio=0)])


def test_every_frame_of_every_shot_is_there_unchanged(made: MadeMovie, source: tuple[Path, MovieRequest]) -> None:
    pictures = read_frames(made.movie)
    assert len(pictures) == 24 + sum(FRAMES) + 12
    clips = np.concatenate([read_frames(shot.clip) for shot in source[1].shots])
    assert np.array_equal(pictures[24 : 24 + sum(FRAMES)], clips)
    assert made.facts["picture_copied"] is True and made.notes == ()


def test_cards_come_up_from_black_and_show_their_colours(made: MadeMovie) -> None:
    pictures = read_frames(made.movie)[:24]
    assert pictures[0].mean() < 30 and pictures[-1].mean() < 30
    assert np.abs(pictures[12].mean(axis=(0, 1)) - (40, 90, 160)).max() < 5


def test_the_facts_are_what_decoding_says(made: MadeMovie) -> None:
    facts = probe(made.movie, count=True)
    total = 24 + sum(FRAMES) + 12
    assert facts.frames == made.facts["frames"] == total
    assert made.facts["duration_s"] == pytest.approx(total / FPS)
    assert (facts.video_codec, facts.audio_codec, facts.subtitle_codec) == ("h264", "aac", "mov_text")
    assert (facts.sample_rate_hz, facts.channels) == (48_000, 2)
    assert facts.audio_duration_s == pytest.approx(total / FPS, abs=1 / FPS)
    assert re.fullmatch("[0-9a-f]{64}", made.facts["sha256"])
    assert {"av", "ffmpeg", "libavcodec"} <= set(made.facts["engines"])


def test_the_film_is_as_loud_as_asked(made: MadeMovie) -> None:
    loudness, peak = measured_loudness(made.movie)
    assert loudness == pytest.approx(-16, abs=1) and peak <= -1
    assert made.facts["loudness_lufs"] == loudness


def test_another_loudness_is_used_when_given(source: tuple[Path, MovieRequest], tmp_path: Path) -> None:
    quieter = source[1].model_copy(update={"title_card": None, "end_card": None})
    assert whole(quieter, tmp_path, lufs=-24.0).facts["loudness_lufs"] == pytest.approx(-24, abs=1)


def test_lines_are_heard_where_their_shots_stand(made: MadeMovie) -> None:
    sound = sound_of(made.movie).mean(axis=1)
    for number, first in enumerate((24, 24 + 37, 24 + 37 + 49)):
        start = first * 2_000 + 19_200
        part = sound[start : start + 16_000] * np.hanning(16_000)
        loudest_hz = np.argmax(np.abs(np.fft.rfft(part))[100:]) * 3.0 + 300
        assert loudest_hz == pytest.approx(400 + 100 * number, abs=10)
        before, after = sound[start - 3_000 : start - 400], sound[start + 400 : start + 3_000]
        assert np.sqrt(np.mean(after**2)) > 3 * np.sqrt(np.mean(before**2)), "the line begins at its sample"


def test_the_clips_own_preview_sound_is_not_in_the_film(made: MadeMovie) -> None:
    sound = sound_of(made.movie).mean(axis=1)[24 * 2_000 :][: 37 * 2_000]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    at = round(3_000 * len(sound) / 48_000)
    assert spectrum[at - 3 : at + 4].max() < 5 * np.median(spectrum[at - 400 : at + 400])


def test_the_sound_comes_up_and_goes_out(source: tuple[Path, MovieRequest], tmp_path: Path) -> None:
    storm = source[1].shots[1].model_copy(update={"lines": ()})
    alone = source[1].model_copy(update={"shots": (storm,), "title_card": None, "end_card": None})
    made = whole(alone, tmp_path, silent=True)
    sound = sound_of(made.movie)[: 49 * 2_000]
    loud = np.sqrt(np.mean(sound[40_000:60_000] ** 2))
    assert np.sqrt(np.mean(sound[:1_500] ** 2)) < 0.1 * loud
    assert np.sqrt(np.mean(sound[-1_500:] ** 2)) < 0.1 * loud


def test_subtitles_are_exact_beside_and_inside(made: MadeMovie) -> None:
    assert TEXT in made.srt.read_text(encoding="utf-8")
    assert "00:00:01,400 --> 00:00:01,800" in made.srt.read_text(encoding="utf-8")
    assert "&lt;b&gt;Light&lt;/b&gt; the {\\an8}lamp --&gt; &amp; hurry" in made.vtt.read_text(encoding="utf-8")
    with av.open(str(made.movie)) as film:
        track = film.streams.subtitles[0]
        samples = [
            (packet.pts * packet.time_base, bytes(packet)[2:]) for packet in film.demux(track) if packet.size > 2
        ]
        assert track.metadata["language"] == "eng"
    assert [(round(float(time), 3), text.decode()) for time, text in samples] == [
        (1.4, TEXT),
        (round(61 / FPS + 0.4, 3), "line 1"),
        (round(110 / FPS + 0.4, 3), "line 2"),
    ]


def test_the_film_says_its_title_and_that_it_is_a_draft(made: MadeMovie) -> None:
    with av.open(str(made.movie)) as film:
        assert film.metadata["title"] == "Lamp: a 'film' = 100 %"
        assert film.metadata["comment"] == "DRAFT"


def test_it_starts_playing_before_it_is_loaded(made: MadeMovie) -> None:
    data = made.movie.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_poster_and_sheet_show_shots(made: MadeMovie) -> None:
    with Image.open(made.poster) as poster, Image.open(made.contact_sheet) as sheet:
        assert poster.width == 1280 and poster.height == 720
        assert sheet.width > 1000
        assert np.asarray(sheet).std() > 20
    assert 24 <= made.facts["poster_frame"] < 24 + sum(FRAMES)


def test_shot_times_are_told(made: MadeMovie) -> None:
    times = made.facts["shot_times"]
    assert [shot["id"] for shot in times] == ["s10", "s20", "s30"]
    assert times[1]["start_s"] == pytest.approx((24 + 37) / FPS, abs=1e-5)


def test_scratch_files_are_gone(made: MadeMovie) -> None:
    assert sorted(path.name for path in made.movie.parent.iterdir()) == [
        "contact_sheet.jpg", "movie.mp4", "movie.srt", "movie.vtt", "poster.jpg",
    ]  # fmt: skip


def test_the_same_request_gives_the_same_bytes(
    made: MadeMovie, source: tuple[Path, MovieRequest], tmp_path: Path
) -> None:
    again = whole(source[1], tmp_path)
    assert again.facts["sha256"] == made.facts["sha256"]


def seen_before(shot: MovieShot, folder: Path) -> SeenThrough:
    told = look_through(shot.clip, [(line.start_s, line.end_s) for line in shot.lines], shot.frames, FPS)
    Image.fromarray(told.still).save(folder / f"{shot.id}.png")
    return SeenThrough(
        frames=told.frames,
        still=folder / f"{shot.id}.png",
        poster_frame=told.poster_frame,
        poster_score=told.poster_score,
    )


def test_clips_that_were_looked_through_before_make_the_same_film(
    made: MadeMovie, source: tuple[Path, MovieRequest], tmp_path: Path
) -> None:
    known = tuple(shot.model_copy(update={"seen": seen_before(shot, tmp_path)}) for shot in source[1].shots)
    again = whole(source[1].model_copy(update={"shots": known}), tmp_path)
    assert again.facts == made.facts
    for file in ("movie", "poster", "contact_sheet"):
        assert getattr(again, file).read_bytes() == getattr(made, file).read_bytes()


def test_a_film_with_fewer_frames_than_were_seen_is_refused(source: tuple[Path, MovieRequest], tmp_path: Path) -> None:
    shot = source[1].shots[0]
    known = seen_before(shot, tmp_path).model_copy(update={"frames": shot.frames - 1})
    with pytest.raises(MediaError, match="s10: 36 frames decode, 37 expected"):
        whole(MovieRequest(title="t", shots=(shot.model_copy(update={"seen": known}),)), tmp_path)


def test_a_packet_that_is_not_the_clips_own_is_noticed(made: MadeMovie, tmp_path: Path) -> None:
    data = bytearray(made.movie.read_bytes())
    data[data.index(b"mdat") + 20_000] ^= 1
    (tmp_path / "flipped.mp4").write_bytes(data)
    changed = {kind: track(tmp_path / "flipped.mp4", kind) != track(made.movie, kind) for kind in TRACKS}
    assert sum(changed.values()) == 1


def test_shots_that_differ_are_fitted_and_said(source: tuple[Path, MovieRequest], tmp_path: Path) -> None:
    odd = MovieShot(id="odd", clip=clip(tmp_path / "odd.mp4", 20, 240, 240), frames=20)
    film = whole(MovieRequest(title="t", shots=(source[1].shots[0], odd)), tmp_path, silent=True)
    assert (film.facts["width_px"], film.facts["height_px"], film.facts["frames"]) == (320, 240, 57)
    assert film.facts["picture_copied"] is False and "s10 is 320×180" in film.notes[0]
    sheet = np.asarray(Image.open(film.contact_sheet).convert("L"))
    second = sheet[MARGIN_PX + HEADING_PX :, MARGIN_PX + CELL_WIDTH_PX + GUTTER_PX :][:200, :CELL_WIDTH_PX]
    assert second[60:140, :60].mean() < 12 < second[60:140, 150:250].mean(), "bars beside a square shot, no stretching"


def test_a_film_without_words_has_music(tmp_path: Path) -> None:
    shot = MovieShot(id="s10", clip=clip(tmp_path / "c.mp4", 48), frames=48, description="A boat drifts.")
    film = whole(MovieRequest(title="t", shots=(shot,)), tmp_path, silent=True)
    assert film.facts["loudness_lufs"] == pytest.approx(-16, abs=1)
    assert film.srt.read_text() == "\n" and film.facts["subtitle_codec"] is None


def test_speech_longer_than_its_shot_is_refused_not_cut(source: tuple[Path, MovieRequest], tmp_path: Path) -> None:
    write_wav(tmp_path / "speech0.wav", tone(3.0))
    shot = source[1].shots[0].model_copy(update={"clip": tmp_path / "clip0.mp4"})
    with pytest.raises(MediaError, match=r"s10: its speech lasts 3\.000 s, the shot 1\.542 s; speech is never cut"):
        mixed(MovieRequest(title="t", shots=(shot,)), tmp_path)


def test_a_missing_clip_is_named(source: tuple[Path, MovieRequest], tmp_path: Path) -> None:
    shot = source[1].shots[0].model_copy(update={"clip": tmp_path / "gone.mp4"})
    with pytest.raises(MediaError, match=r"gone\.mp4"):
        whole(MovieRequest(title="t", shots=(shot,)), tmp_path, silent=True)
