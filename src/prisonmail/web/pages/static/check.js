// The mailroom's page without loading it again: scans are sent one after another, and each answer
// takes the place of the one before. Without this file the page does the same by its forms.
"use strict";
(() => {
  const MOST = 20;
  const PATIENCE = 30000; // milliseconds, as all times here
  const SOON = 400; // a longer wait is told of
  const FRESH = 600000; // later an answer may be taken for that of another letter
  const RETRY = 3000;
  const QUICK = 50; // between two keys of a scanner on average: nobody types ten digits as fast as that
  const PAUSE = 1000; // what was typed before is not of the scan
  const SHORTEST = 10; // characters of a scan
  const STRAY = /[0-9]{12,14}\s*$/; // a scan in a field for words
  const TITLE = "Check a letter – prisonmail";
  const form = document.querySelector("#scan");
  const box = form.elements.code;
  const spoken = document.querySelector("#spoken");
  const recent = document.querySelector("#recent");
  const sounds = document.querySelector("#sounds");
  const sound = sounds.querySelector("input");
  const away = document.querySelector("#away");
  const waiting = [];
  const unanswered = new Map(); // names of scans, by what was scanned
  let busy = false;
  let asked = 0;
  let speaker = null;
  let saying = 0;
  let ageing = 0;

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
    window.clearTimeout(saying);
    spoken.textContent = "";
    saying = window.setTimeout(() => { spoken.textContent = text; }, 50); // two alike are two
  };

  const forget = () => { // nobody takes an answer for that of the next letter
    document.querySelector("#answer").hidden = true;
    document.title = TITLE;
    say("");
  };

  const age = () => {
    window.clearTimeout(ageing);
    ageing = window.setTimeout(forget, FRESH);
  };

  const put = (answer) => {
    document.querySelector("#answer").replaceWith(answer);
    document.querySelector("h1").classList.add("hidden");
    const verdict = answer.querySelector("h2").textContent;
    const next = answer.querySelector(".do").textContent;
    document.title = `${verdict} – ${TITLE}`;
    say(`${verdict}. ${next}`);
    age();
  };

  const show = (answer) => {
    put(answer);
    play(answer.classList.contains("ready"));
  };

  const build = (kind, sign, verdict, message) => {
    const answer = document.createElement("section");
    answer.id = "answer";
    answer.className = `answer ${kind}`;
    answer.setAttribute("aria-labelledby", "verdict");
    answer.innerHTML = '<p class="sign" aria-hidden="true"></p><h2 id="verdict"></h2><p class="do"></p>';
    answer.querySelector(".sign").textContent = sign;
    answer.querySelector("h2").textContent = verdict;
    answer.querySelector(".do").textContent = message;
    return answer;
  };

  const fail = (message) => show(build("stop", "✗", "NO ANSWER", message));

  const wait = () => put(build("wait", "…", "CHECKING", "Wait for the answer before you scan the next letter."));

  // The list of the last checks

  const list = (page, whole) => { // the whole list, if this is an answer from before
    const rows = recent.querySelector("tbody");
    const found = page.querySelector("#recent tbody").rows;
    if (whole) rows.replaceChildren(...found);
    else rows.prepend(found[0]);
    while (rows.rows.length > MOST) rows.lastElementChild.remove();
    recent.hidden = false;
  };

  const read = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

  // Questions

  const learnPlace = (page, fields) => { // and take a stray scan out of it, unless somebody writes there
    for (const name of ["was", "location", "by"]) {
      const field = form.elements[name];
      if (field.value === fields.get(name)) field.value = page.querySelector(`[name=${name}]`).value;
    }
    document.querySelector("summary").textContent = page.querySelector("summary").textContent;
  };

  const keyOf = (fields) => `${fields.get("code")} ${fields.get("more_checks")}`;

  const send = async (fields) => { // by the same name a scan is not checked again
    const key = keyOf(fields);
    if (!unanswered.has(key)) unanswered.set(key, String(Math.random()));
    const response = await fetch("/", {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "x-answer": unanswered.get(key) },
      signal: AbortSignal.timeout(PATIENCE),
    });
    return [response, await read(response)];
  };

  const receive = (response, page, fields) => {
    if (new URL(response.url).pathname === "/sign-in") {
      window.location.assign(response.url);
      return;
    }
    const answer = page.querySelector("#answer.answer");
    if (answer && !answer.hidden) {
      unanswered.delete(keyOf(fields));
      if (fields.has("was")) learnPlace(page, fields);
      show(answer);
      if (response.ok) list(page, response.redirected);
      return;
    }
    const told = [...page.querySelectorAll("main p")].map((each) => each.textContent.trim());
    fail(told.join(" ") || "The server did not say why. Scan the code again: it is not checked twice.");
  };

  const sendAgain = (fields) => {
    const since = asked;
    window.setTimeout(async () => {
      if (asked !== since) return;
      try {
        const [response, page] = await send(fields);
        if (asked === since) receive(response, page, fields);
      } catch {
        if (asked === since) sendAgain(fields);
      }
    }, RETRY);
  };

  const ask = async (fields) => {
    forget();
    asked += 1;
    const slow = window.setTimeout(wait, SOON);
    try {
      const [response, page] = await send(fields);
      receive(response, page, fields);
    } catch {
      fail("The server cannot be reached. Keep this letter aside: the page goes on asking. " +
        "If you scan it again, it is not checked twice.");
      sendAgain(fields);
    }
    window.clearTimeout(slow);
  };

  const isReady = () => document.querySelector("#answer").classList.contains("ready");

  const tellSeveral = (number) => { // an answer that was followed at once by another was not seen
    asked += 1; // and none that was lost comes over this
    show(build("stop several", "✗", "NOT ALL READY", `You scanned ${number} letters without waiting. ` +
      "Deliver only those that stand as READY in your last checks below, and scan the others again."));
  };

  const work = async () => {
    if (busy) return;
    const told = [];
    busy = true;
    while (waiting.length) {
      await ask(waiting.shift());
      told.push(isReady());
    }
    busy = false;
    if (told.slice(0, -1).includes(false)) tellSeveral(told.length);
  };

  const isAsked = (fields) => fields.get("code").trim() ||
    STRAY.test(fields.get("location")) || STRAY.test(fields.get("by"));

  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent !== form && !sent.matches("form.more")) return;
    event.preventDefault();
    const fields = new FormData(sent, event.submitter);
    if (sent === form) box.value = "";
    box.focus();
    if (!isAsked(fields)) return;
    waiting.push(fields);
    work();
  });

  document.addEventListener("input", (event) => {
    if (event.target.form === form && !busy) forget();
  });

  // A scanner does not know where the cursor is, or what somebody left in the box. What it types is told
  // from that by its speed, however the browser may halt in between. It ends with Enter or Tab

  let burst = { text: "", first: 0, last: 0 };

  const note = (event) => {
    const now = event.timeStamp;
    if (!burst.text || now - burst.last > PAUSE) burst = { text: "", first: now };
    burst.text += event.key;
    burst.last = now;
  };

  const isScanned = () => burst.text.length >= SHORTEST &&
    burst.last - burst.first <= QUICK * burst.text.length;

  const take = (event) => {
    const field = event.target;
    const scanned = field === box && isScanned() && event.timeStamp - burst.last <= PAUSE;
    const strayed = field !== box && field.form === form && STRAY.test(field.value);
    if (scanned) box.value = burst.text;
    burst.text = "";
    if (!scanned && !strayed) return;
    event.preventDefault();
    form.requestSubmit();
  };

  // The box is in focus whenever somebody scans, types or pastes, unless they write into another field

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "Tab") {
      take(event);
      return;
    }
    const written = event.target.matches("input:not([type=checkbox]), textarea");
    const pasted = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
    const other = event.ctrlKey || event.altKey || event.metaKey;
    const typed = !other && event.key.length === 1 && (written || event.key !== " ");
    if (!written && (typed || pasted)) box.focus();
    if (typed) note(event);
  });

  window.addEventListener("blur", () => { away.hidden = false; });
  window.addEventListener("focus", () => { away.hidden = true; });

  try {
    sound.checked = localStorage.getItem("prisonmail-sound") === "on";
    sound.addEventListener("change", () => {
      localStorage.setItem("prisonmail-sound", sound.checked ? "on" : "off");
      play(true);
    });
  } catch { /* this browser keeps nothing */ }
  sounds.hidden = false;
  away.hidden = document.hasFocus();
  age();
})();
