// The screening room's page: winds the movie to a shot, sends decisions, and shows what has changed meanwhile.
"use strict";

const LOOK_EVERY_MS = 3000;
const said = document.getElementById("said");

function say(words, wrong = false, button = null) {
  said.textContent = words;
  said.classList.toggle("wrong", wrong);
  if (button) said.append(button);
  said.hidden = false;
}

function again(words) {
  const button = document.createElement("button");
  button.textContent = "Show it";
  button.addEventListener("click", () => location.reload());
  say(words, false, button);
}

async function answerOf(response) {
  const text = await response.text();
  try { return JSON.parse(text); } catch { return { error: `${response.status}: ${text.slice(0, 500)}` }; }
}

// Decisions about the shot of this page.

const STAGES = JSON.parse(document.body.dataset.stages);

function inWords(told) {
  if (told.plan_approved) return `Approved: the plan of ${told.plan_approved.join(", ")}. The next make makes them.`;
  if (told.stills_approved) return `Approved: the stills of ${told.stills_approved.join(", ")}. The next make makes their clips.`;
  const named = (list) => list.map((asset) => STAGES[asset] ?? asset).join(", ");
  const parts = [];
  if (told.make.length) parts.push(`makes ${named(told.make)}`);
  if (told.reuse.length) parts.push(`reuses ${named(told.reuse)}`);
  if (told.follow.length) parts.push(`and, where that changes them, ${named(told.follow)}`);
  return parts.length ? `Decided. The next make ${parts.join("; ")}.` : "Decided. The film has it already.";
}

async function decide(form) {
  const shot = document.body.dataset.shot;
  const what = form.dataset.do;
  const fields = Object.fromEntries(new FormData(form));
  if (what === "approve-all") {
    return fetch(form.dataset.address, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  }
  if (what === "own") {
    const address = `${shot}/own/${encodeURIComponent(fields.role)}?name=${encodeURIComponent(fields.file.name)}`;
    return fetch(address, { method: "PUT", headers: { "Content-Type": "application/octet-stream" }, body: fields.file });
  }
  const decision = { do: what, ...fields };
  if ("take" in decision) decision.take = Number(decision.take);
  if (decision.asset === "") delete decision.asset;
  return fetch(shot, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(decision) });
}

// Dagster makes: the same job that its own page launches.

const LAUNCH = `mutation Make($job: ExecutionParams!) { launchRun(executionParams: $job) { __typename
  ... on LaunchRunSuccess { run { runId } } ... on Error { message } } }`;

async function make(form) {
  const job = {
    selector: { repositoryName: "__repository__", repositoryLocationName: form.dataset.location, jobName: "make_film" },
    mode: "default",
    executionMetadata: { tags: [{ key: "dagster/partition", value: form.dataset.film }] },
  };
  const response = await fetch("/graphql", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query: LAUNCH, variables: { job } }),
  });
  const told = await answerOf(response);
  const launched = told.data?.launchRun;
  if (launched?.run) return "Asked for: Dagster begins in a few seconds.";
  throw new Error(launched?.message ?? told.errors?.[0]?.message ?? told.error ?? "Dagster did not take it");
}

for (const form of document.querySelectorAll("form[data-do]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = [...document.querySelectorAll("form[data-do] button")];
    buttons.forEach((button) => { button.disabled = true; });
    try {
      if (form.dataset.do === "make") {
        say(await make(form));
      } else {
        const told = await answerOf(await decide(form));
        if (told.error) throw new Error(told.error);
        sessionStorage.setItem("said", inWords(told));
        location.reload();
        return;
      }
    } catch (error) {
      say(error.message, true);
    }
    buttons.forEach((button) => { button.disabled = false; });
  });
}

const before = sessionStorage.getItem("said");
if (before) {
  sessionStorage.removeItem("said");
  say(before);
}

// The movie and its storyboard.

const movie = document.getElementById("movie");
if (movie) {
  for (const frame of document.querySelectorAll(".strip a")) {
    frame.style.flexGrow = frame.dataset.s;
    frame.addEventListener("click", (event) => {
      event.preventDefault();
      movie.currentTime = Number(frame.dataset.at) + 0.01;
      movie.play();
    });
  }
  const frames = [...document.querySelectorAll(".strip a")];
  movie.addEventListener("timeupdate", () => {
    for (const frame of frames) {
      const from = Number(frame.dataset.at);
      const now = movie.currentTime >= from && movie.currentTime < from + Number(frame.dataset.s);
      frame.classList.toggle("now", now);
      document.getElementById(frame.hash.slice(1))?.classList.toggle("now", now && !movie.paused);
    }
  });
}

// What has changed since the page was made: shown at once, unless somebody watches, listens or writes.

function busy() {
  const plays = [...document.querySelectorAll("video, audio")].some((media) => !media.paused);
  const field = document.activeElement;
  const writes = field && ["INPUT", "SELECT", "TEXTAREA"].includes(field.tagName);
  const chosen = [...document.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  return plays || writes || chosen || [...document.querySelectorAll("input[name=note]")].some((input) => input.value);
}

const watched = document.body.dataset.watch;
let looking = false;
if (watched) {
  setInterval(async () => {
    if (document.hidden || looking) return;
    looking = true;
    try {
      const response = await fetch(watched);
      if (!response.ok || (await response.text()) === document.body.dataset.stamp) return;
    } catch {
      return; // the studio is closed: the page stays as it is
    } finally {
      looking = false;
    }
    if (busy()) again("Something has changed.");
    else location.reload();
  }, LOOK_EVERY_MS);
}
