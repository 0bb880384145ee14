// The mailroom's page without loading it again: scans are sent one after another, and each answer
// takes the place of the one before. Without this file the page does the same by its forms.
"use strict";
(() => {
  const MOST = 20;
  const PATIENCE = 30000; // milliseconds
  const form = document.querySelector("#scan");
  const box = form.elements.code;
  const spoken = document.querySelector("#spoken");
  const recent = document.querySelector("#recent");
  const sounds = document.querySelector("#sounds");
  const sound = sounds.querySelector("input");
  const waiting = [];
  let busy = false;
  let speaker = null;

  // Sound

  const tone = (pitch, start, seconds) => {
    const voice = speaker.createOscillator();
    const loudness = speaker.createGain();
    loudness.gain.value = 0.2;
    voice.frequency.value = pitch;
    voice.connect(loudness).connect(speaker.destination);
    voice.start(speaker.currentTime + start);
    voice.stop(speaker.currentTime + start + seconds);
  };

  const play = (ready) => {
    if (!sound.checked || !window.AudioContext) return;
    speaker = speaker || new AudioContext();
    if (ready) {
      tone(988, 0, 0.15);
    } else {
      tone(233, 0, 0.25);
      tone(196, 0.35, 0.4);
    }
  };

  // Answers

  const say = (text) => {
    spoken.textContent = "";
    window.setTimeout(() => { spoken.textContent = text; }, 50); // two alike are two
  };

  const show = (answer) => {
    document.querySelector("#answer").replaceWith(answer);
    document.querySelector("h1").classList.add("hidden");
    const verdict = answer.querySelector("h2").textContent;
    const next = answer.querySelector(".do").textContent;
    document.title = `${verdict} – Check a letter – prisonmail`;
    say(`${verdict}. ${next}`);
    play(answer.classList.contains("ready"));
  };

  const list = (row) => {
    const rows = recent.querySelector("tbody");
    rows.prepend(row);
    while (rows.rows.length > MOST) rows.lastElementChild.remove();
    recent.hidden = false;
  };

  const fail = (verdict, message) => {
    const answer = document.createElement("section");
    answer.id = "answer";
    answer.className = "answer stop";
    answer.setAttribute("aria-labelledby", "verdict");
    answer.innerHTML = '<p class="sign" aria-hidden="true">✗</p><h2 id="verdict"></h2><p class="do"></p>';
    answer.querySelector("h2").textContent = verdict;
    answer.querySelector(".do").textContent = message;
    show(answer);
  };

  const receive = async (response) => {
    if (response.redirected) { // to where one signs in
      window.location.assign(response.url);
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const answer = page.querySelector("#answer.answer");
    if (answer && !answer.hidden) {
      form.elements.was.value = page.querySelector("#scan [name=was]").value;
      show(answer);
      const row = page.querySelector("#recent tbody tr");
      if (row && response.ok) list(row);
      return;
    }
    const told = [...page.querySelectorAll("main p")].map((each) => each.textContent.trim());
    fail("NO ANSWER", told.join(" ") || "The server did not say why. Scan the code again.");
  };

  const ask = async (fields) => {
    document.querySelector("#answer").hidden = true; // nobody takes an answer for that of the next
    try {
      await receive(await fetch("/", {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { "x-answer": "page" },
        signal: AbortSignal.timeout(PATIENCE),
      }));
    } catch {
      fail("NO ANSWER", "The server cannot be reached, or is too slow. The check may be recorded: " +
        "load this page again, and look at your last checks before you scan the code once more.");
    }
  };

  const work = async () => {
    if (busy) return;
    busy = true;
    while (waiting.length) await ask(waiting.shift());
    busy = false;
  };

  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent !== form && !sent.matches("form.more")) return;
    event.preventDefault();
    const fields = new FormData(sent, event.submitter);
    if (sent === form) box.value = "";
    box.focus();
    if (!fields.get("code").trim()) return;
    waiting.push(fields);
    work();
  });

  // The box is in focus whenever somebody scans or types, unless they write into another field

  document.addEventListener("keydown", (event) => {
    const written = event.target.matches("input:not([type=checkbox]), textarea");
    const other = event.ctrlKey || event.altKey || event.metaKey;
    if (!written && !other && event.key.length === 1 && event.key !== " ") box.focus();
  });

  try {
    sound.checked = localStorage.getItem("prisonmail-sound") === "on";
    sound.addEventListener("change", () => {
      localStorage.setItem("prisonmail-sound", sound.checked ? "on" : "off");
      play(true);
    });
  } catch { /* this browser keeps nothing */ }
  sounds.hidden = false;
})();
