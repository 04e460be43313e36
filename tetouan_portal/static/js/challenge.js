/* Proves a little work for a form: tries numbers until a SHA-256 hash begins as the page asks.
   This one file is the page's script and its worker's; without workers it works in slices that leave the page alive.
   The hash is our own: the browser's is missing on plain http, and slower for messages this short. */
(() => {
  const FIRST = Int32Array.of(
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  );
  const ROUNDS = Int32Array.of(
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  );
  const schedule = new Int32Array(64);
  const state = new Int32Array(8);

  /* One block of sixteen words; the hash stands in `state`. */
  function hash(block) {
    for (let i = 0; i < 16; i += 1) schedule[i] = block[i];
    for (let i = 16; i < 64; i += 1) {
      const x = schedule[i - 15], y = schedule[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      schedule[i] = (schedule[i - 16] + s0 + schedule[i - 7] + s1) | 0;
    }
    let a = FIRST[0], b = FIRST[1], c = FIRST[2], d = FIRST[3], e = FIRST[4], f = FIRST[5], g = FIRST[6], h = FIRST[7];
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + schedule[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    state[0] = FIRST[0] + a; state[1] = FIRST[1] + b; state[2] = FIRST[2] + c; state[3] = FIRST[3] + d;
    state[4] = FIRST[4] + e; state[5] = FIRST[5] + f; state[6] = FIRST[6] + g; state[7] = FIRST[7] + h;
  }

  const words = (hex) => hex.match(/.{8}/g).map((word) => Number.parseInt(word, 16) | 0);
  const hex = (numbers) => [...numbers].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

  /* A function that tries the numbers from `start` to before `end`: the solution, or null. */
  function searcher({ salt, nonce, keyPrefix }) {
    const block = new Int32Array(16);
    block.set([...words(salt), ...words(nonce), 0, 0x80000000]);
    block[15] = 36 * 8; // bits of salt, nonce and number
    const wanted = words(keyPrefix);
    return (start, end) => {
      for (let counter = start; counter < end; counter += 1) {
        block[8] = counter;
        hash(block);
        if (state[0] === wanted[0] && wanted.every((word, i) => state[i] === word)) {
          return { counter, derivedKey: hex(state) };
        }
      }
      return null;
    };
  }

  const STEP = 5000;

  /* --- in the worker --- */
  if (typeof document === "undefined") {
    self.onmessage = ({ data: parameters }) => {
      const search = searcher(parameters);
      for (let start = 0; start < parameters.data.numbers; start += STEP) {
        const solution = search(start, Math.min(start + STEP, parameters.data.numbers));
        self.postMessage(solution ? { solution } : { tried: start + STEP });
        if (solution) return;
      }
      self.postMessage({ failed: true });
    };
    return;
  }

  /* --- in the page --- */
  const here = document.currentScript.src;

  function solve(parameters, told) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(here);
      worker.onerror = (event) => { event.preventDefault(); worker.terminate(); reject(new Error("no worker")); };
      worker.onmessage = ({ data }) => {
        if (data.tried) { told(data.tried); return; }
        worker.terminate();
        if (data.solution) resolve(data.solution); else reject(new Error("not found"));
      };
      worker.postMessage(parameters);
    });
  }

  async function solveInSlices(parameters, told) {
    const search = searcher(parameters);
    let start = 0, size = 500;
    while (start < parameters.data.numbers) {
      const began = performance.now();
      const end = Math.min(start + size, parameters.data.numbers);
      const solution = search(start, end);
      if (solution) return solution;
      size = performance.now() - began < 8 ? size * 2 : Math.max(100, size >> 1); // half a frame
      start = end;
      told(start);
      await new Promise((next) => { setTimeout(next); });
    }
    throw new Error("not found");
  }

  function begin(box) {
    const form = box.closest("form");
    const challenge = JSON.parse(box.dataset.challenge);
    const numbers = challenge.parameters.data.numbers;
    const part = (name) => box.querySelector(`[data-challenge-${name}]`);
    const [proof, question, status] = [part("proof"), part("question"), part("status")];
    const quarters = { said: 0, shown: false };
    let stage = "working", button = null, waits = false;

    const say = (text) => { if (status.textContent !== text) status.textContent = text; };
    const sayWorking = () => say(status.dataset.working.replace("{percent}", quarters.said * 25));
    const show = () => { quarters.shown = true; if (stage === "working") sayWorking(); };

    function told(tried) {
      quarters.said = Math.max(quarters.said, Math.min(3, Math.floor((tried * 4) / numbers)));
      if (quarters.shown) sayWorking();
    }

    function send() {
      if (form.requestSubmit) { form.requestSubmit(button); return; }
      if (button && button.name) {
        const pressed = document.createElement("input");
        Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
        form.append(pressed);
      }
      form.submit();
    }

    question.hidden = true;
    proof.value = ""; // a browser may put back what stood here before
    setTimeout(show, 1000);
    form.addEventListener("submit", (event) => {
      if (stage !== "working" || (event.submitter && event.submitter.formNoValidate)) return;
      event.preventDefault();
      button = event.submitter || null;
      waits = true;
      show();
    });

    const parameters = challenge.parameters;
    solve(parameters, told).catch(() => solveInSlices(parameters, told)).then((solution) => {
      stage = "solved";
      proof.value = btoa(JSON.stringify({ challenge, solution }));
      if (quarters.shown) say(status.dataset.done);
      if (waits) send();
    }).catch(() => {
      stage = "failed";
      question.hidden = false;
      say(status.dataset.failed);
    });
  }

  for (const box of document.querySelectorAll("[data-challenge]")) begin(box);
})();
