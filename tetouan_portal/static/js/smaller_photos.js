/* A large photo is drawn smaller before it goes over a slow line; whatever is in the way of that, it goes as it is. */
const smallerPhoto = (() => {
  const LARGE = 500_000; // bytes
  const MAX_SIDE = 1600; // pixels: more the server does not keep either

  async function smaller(file) {
    if (!/^image\/(jpeg|webp|avif|hei[cf])$/.test(file.type) || file.size < LARGE) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "rgb(18, 52, 86)";
      pen.fillRect(0, 0, 1, 1);
      /* Against tracking, some browsers give back something else than what was drawn. */
      if (pen.getImageData(0, 0, 1, 1).data.slice(0, 3).join() !== "18,52,86") return file;
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const small = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
      return small && small.size < file.size ? new File([small], file.name, { type: small.type }) : file;
    } catch {
      return file;
    }
  }

  /* Where photos go with the form, they are made smaller as soon as they are chosen; the form waits for that. */
  for (const input of document.querySelectorAll("input[type=file][data-shrinks]")) {
    let working = null, pressed = null;
    input.addEventListener("change", () => {
      const files = [...input.files];
      const work = Promise.all(files.map(smaller)).then((small) => {
        if (working !== work) return; // others were chosen meanwhile
        const chosen = new DataTransfer();
        for (const file of small) chosen.items.add(file);
        input.files = chosen.files;
      }).catch(() => { /* they go as they are */ }).finally(() => {
        if (working !== work) return;
        working = null;
        if (pressed) input.form.requestSubmit(pressed);
      });
      working = work;
    });
    input.form.addEventListener("submit", (event) => {
      if (!working) return;
      event.preventDefault();
      pressed = event.submitter;
    });
  }
  return smaller;
})();
