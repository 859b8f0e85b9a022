// Files with messages at the desk: chosen, dropped and pasted, shown without ever becoming part of the page.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ASIDE, assertAccessible, launch, openDesk } from "./page.mjs";

/** A red picture of four by four pixels. */
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP4z8AARwzEcQCukw/x0F8jngAAAABJRU5ErkJggg==", "base64");
const text = (name, words) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Starts a conversation with files by the dialog. */
async function paste(page, words, files) {
  await page.keyboard.press("n");
  const dialog = page.getByRole("dialog");
  await page.getByTestId("paste-text").fill(words);
  await dialog.getByTestId("file-input").setInputFiles(files);
  return dialog;
}

describe("files with messages", () => {
  for (const theme of ["light", "dark"]) {
    it(`come with what a customer wrote, are shown, read as text and saved, ${theme}`, async () => {
      const { page, quiet, close } = await openDesk(browser, { theme });
      const words = `The machine shows this, ${theme} ${Date.now()}`;
      const dialog = await paste(page, words, [
        { name: "red.png", mimeType: "image/png", buffer: PNG },
        text("<b>notes.html", "<!doctype html><title>x</title><script>window.hacked = 1</script><p>Error E-4711 on the display</p>"),
        { name: "noise.bin", mimeType: "image/png", buffer: Buffer.from([0, 1, 2, 3, 255, 254]) },
        text("removed.txt", "not sent"),
      ]);
      await dialog.getByTestId("chosen-file").filter({ hasText: "removed.txt" }).getByTestId("remove-file").click();
      assert.equal(await dialog.getByTestId("chosen-file").count(), 3);
      // Which picture was chosen is seen before it is sent; what is none has no picture.
      const chosen = dialog.getByTestId("chosen-picture");
      await chosen.waitFor();
      assert.deepEqual(await chosen.locator("canvas").evaluate((canvas) => [...canvas.getContext("2d").getImageData(1, 1, 1, 1).data]), [255, 0, 0, 255]);
      await chosen.click();
      await page.getByRole("dialog", { name: "red.png" }).getByRole("img").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog", { name: "red.png" }).waitFor({ state: "detached" });
      await assertAccessible(page, "the dialog with files");
      await page.getByTestId("paste-submit").click();
      const message = page.getByTestId("message").filter({ hasText: words });
      await message.waitFor();

      // The picture is drawn as pixels; the page itself got nothing of any file.
      await message.getByTestId("picture").locator("canvas").waitFor();
      const red = await message.getByTestId("picture").locator("canvas").evaluate((canvas) => [...canvas.getContext("2d").getImageData(1, 1, 1, 1).data]);
      assert.deepEqual(red, [255, 0, 0, 255]);
      assert.equal(await message.locator("img, iframe, object, b, svg image").count(), 0);
      const page_ = message.getByTestId("file").filter({ hasText: "_b_notes.html" });
      await page_.getByTestId("read-as-text").click();
      await page_.getByTestId("file-text").getByText("Error E-4711 on the display").waitFor();
      assert.equal(await page.evaluate(() => window.hacked), undefined);
      await message.getByTestId("file").filter({ hasText: "noise.bin" }).getByTestId("unreadable").waitFor();
      await assertAccessible(page, `a message with files, ${theme}`);

      // Enlarged and left by key; saved under its name.
      await message.getByTestId("picture").click();
      await page.getByRole("dialog").getByRole("img", { name: "red.png" }).waitFor();
      await page.keyboard.press("Escape");
      const [download] = await Promise.all([page.waitForEvent("download"), message.getByTestId("file").first().getByTestId("save-file").click()]);
      assert.equal(download.suggestedFilename(), "red.png");
      quiet();
      await close();
    });
  }

  it("go with a reply, also without words, dropped or pasted, and come back with one that is taken back", async () => {
    const { page, quiet, close } = await openDesk(browser, { chosen: { "aside.undo": "10" } });
    const words = `Please send me the label ${Date.now()}`;
    await paste(page, words, []);
    await page.getByTestId("paste-submit").click();
    await page.getByTestId("message").filter({ hasText: words }).waitFor();

    // Dropped on the composer, and pasted into it.
    await page.getByTestId("composer").evaluate((field) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File(["Return label"], "label.txt", { type: "text/plain" }));
      field.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: dropped }));
      const pasted = new DataTransfer();
      pasted.items.add(new File(["copied"], "copied.txt", { type: "text/plain" }));
      field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: pasted }));
    });
    const chosen = page.getByTestId("chosen-file");
    await chosen.nth(1).waitFor();
    await page.getByTestId("send").click();
    await page.getByTestId("undo-send").click();
    await chosen.nth(1).waitFor();
    assert.deepEqual(await chosen.locator(".name").allTextContents(), ["label.txt", "copied.txt"]);
    await page.getByTestId("send").click();
    await page.getByTestId("send-now").click();
    await page.getByTestId("message").and(page.locator("[data-author=agent]")).getByTestId("file").nth(1).waitFor();
    assert.equal(await chosen.count(), 0);

    // What is too much is said before it is sent.
    const six = ["1", "2", "3", "4", "5", "6"].map((name) => text(`${name}.txt`, name));
    await page.getByTestId("file-input").setInputFiles(six);
    await page.getByTestId("refused-file").getByText("6.txt is one too many").waitFor();
    await assertAccessible(page, "a composer with files");
    // Chosen by the clip, or taken out again, what is typed next is the reply, and no letter of it is a key.
    const field = page.getByTestId("composer");
    await page.evaluate(() => document.activeElement.blur());
    const chooser = page.waitForEvent("filechooser");
    await page.getByTestId("attach").click();
    await (await chooser).setFiles([text("7.txt", "7")]);
    await page.keyboard.type("Done, ");
    await page.getByTestId("remove-file").first().click();
    await page.keyboard.type("see you");
    assert.equal(await field.inputValue(), "Done, see you");
    quiet();
    await close();
  });

  it("survive that the page is loaded anew, until they are sent or taken out", async () => {
    const { page, quiet, close } = await openDesk(browser);
    const words = `Please send me the guide ${Date.now()}`;
    await paste(page, words, []);
    await page.getByTestId("paste-submit").click();
    await page.getByTestId("message").filter({ hasText: words }).waitFor();
    const id = await page.getByTestId("conversation-item").and(page.locator("[aria-current=true]")).getAttribute("data-id");
    const chosen = page.getByTestId("chosen-file");
    const shown = async () => {
      await page.reload();
      await page.locator(`[data-testid=conversation-item][data-id="${id}"]`).click();
      await page.getByTestId("message").filter({ hasText: words }).waitFor();
    };
    const kept = () => page.evaluate(async () => {
      const database = await new Promise((done) => (indexedDB.open("aside-desk", 1).onsuccess = ({ target }) => done(target.result)));
      const files = await new Promise((done) => (database.transaction("files").objectStore("files").getAll().onsuccess = ({ target }) => done(target.result)));
      database.close();
      return files.flat().map(({ name }) => name);
    });
    const until = async (names) => {
      for (let tries = 0; (await kept()).join() !== names.join(); tries++) assert.ok(tries < 100, `${await kept()} instead of ${names}`);
    };
    await page.getByTestId("file-input").first().setInputFiles([text("guide.txt", "Unplug it"), text("wrong.txt", "no")]);
    await chosen.nth(1).waitFor();
    await until(["guide.txt", "wrong.txt"]);
    await shown();
    await chosen.nth(1).waitFor();
    await chosen.filter({ hasText: "wrong.txt" }).getByTestId("remove-file").click();
    await until(["guide.txt"]);
    await shown();
    await chosen.filter({ hasText: "guide.txt" }).waitFor();
    assert.equal(await chosen.count(), 1);
    await page.getByTestId("send").click();
    await page.getByTestId("message").and(page.locator("[data-author=agent]")).getByTestId("file").filter({ hasText: "guide.txt" }).waitFor();
    await until([]);
    await shown();
    assert.equal(await chosen.count(), 0);
    quiet();
    await close();
  });

  it("that the browser does not keep are named as such, and go nevertheless", async () => {
    const { page, quiet, close } = await openDesk(browser);
    const words = `Is there a label ${Date.now()}`;
    await paste(page, words, []);
    await page.getByTestId("paste-submit").click();
    await page.getByTestId("message").filter({ hasText: words }).waitFor();
    await page.evaluate(() => (IDBFactory.prototype.open = () => { throw new DOMException("no room", "QuotaExceededError"); }));
    await page.getByTestId("file-input").first().setInputFiles([text("label.txt", "Return label")]);
    await page.getByTestId("fleeting-files").getByText(/does not keep these files/).waitFor();
    await assertAccessible(page, "files that are not kept");
    await page.getByTestId("send").click();
    await page.getByTestId("message").and(page.locator("[data-author=agent]")).getByTestId("file").filter({ hasText: "label.txt" }).waitFor();
    assert.equal(await page.getByTestId("fleeting-files").count(), 0);
    quiet();
    await close();
  });

  it("that the endpoint refuses stay in the dialog, with the reason", async () => {
    const { page, close } = await openDesk(browser);
    const dialog = await paste(page, "What is this?", [{ name: "photo.png", mimeType: "image/png", buffer: Buffer.from("MZ\x90\x00\x03\x00\x00\x00", "latin1") }]);
    await page.getByTestId("paste-submit").click();
    await dialog.getByRole("alert").getByText("photo.png is a program").waitFor();
    assert.equal(await dialog.getByTestId("chosen-file").count(), 1);
    await assertAccessible(page, "a refused file");
    await close();
  });

  it("are shown from a file by no page of their own", async () => {
    const started = await fetch(`${ASIDE}/api/v1/conversations`, {
      method: "POST",
      body: (() => {
        const form = new FormData();
        form.append("text", "A page");
        form.append("file", new File(["<svg xmlns='http://www.w3.org/2000/svg' onload='document.title=1'/>"], "x.svg"));
        return form;
      })(),
    });
    assert.equal(started.status, 201);
    const { summary, messages } = await started.json();
    const path = `${ASIDE}/api/v1/conversations/${summary.id}/attachments/${messages[0].attachments[0].id}`;
    const page = await (await browser.newContext()).newPage();
    // A browser that is led there saves it.
    const [download] = await Promise.all([page.waitForEvent("download"), page.goto(path).catch(() => undefined)]);
    assert.equal(download.suggestedFilename(), "x.svg");
    assert.equal(page.url(), "about:blank");
    await page.context().close();
  });
});
