import { FileError, type KubectlFiles } from "../env.ts";
import type { FrontAnswer } from "../../machinery/http-wire.ts";
import { redirect, textAnswer } from "./answers.ts";

const INDEX = "index.html";

/** Media types by ending, as Go knows them without the system's table. mime/type.go */
const TYPES: Readonly<Record<string, string>> = {
  avif: "image/avif",
  css: "text/css; charset=utf-8",
  gif: "image/gif",
  htm: "text/html; charset=utf-8",
  html: "text/html; charset=utf-8",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  mjs: "text/javascript; charset=utf-8",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  webp: "image/webp",
  xml: "text/xml; charset=utf-8",
};

/** Answers from a directory, as Go's file server does. `path` is relative to it; `head` stands in front of a list of files. net/http fs.go */
export function serveFile(files: KubectlFiles, directory: string, path: string, head: string): FrontAnswer {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) return textAnswer(400, "invalid URL path");
  if (parts.at(-1) === INDEX) return redirect("./");
  const file = [directory, ...parts].join("/");
  const kind = files.kind(file);
  const isSlashed = path === "" || path.endsWith("/");
  if (kind === undefined) return textAnswer(404, "404 page not found");
  if (kind === "file") return isSlashed && parts.length > 0 ? redirect(`../${parts.at(-1) ?? ""}`) : content(files, file);
  if (!isSlashed) return redirect(`${parts.at(-1) ?? ""}/`);
  return files.kind(`${file}/${INDEX}`) === "file" ? content(files, `${file}/${INDEX}`) : listing(files, file, head);
}

function content(files: KubectlFiles, file: string): FrontAnswer {
  try {
    const body = files.readBytes(file);
    const type = TYPES[/\.(\w+)$/.exec(file)?.[1] ?? ""] ?? sniffed(body);
    const headers = [
      ["Accept-Ranges", "bytes"],
      ["Content-Type", type],
    ] as const;
    return { kind: "answer", status: 200, headers, body };
  } catch (error) {
    if (error instanceof FileError) return textAnswer(403, "403 Forbidden");
    throw error;
  }
}

/** Bytes that no text has. net/http sniff.go */
function sniffed(body: Uint8Array): string {
  const start = body.subarray(0, 512);
  const isBinary = start.some((byte) => byte <= 8 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f));
  return isBinary ? "application/octet-stream" : "text/plain; charset=utf-8";
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

function listing(files: KubectlFiles, directory: string, head: string): FrontAnswer {
  const lines = files.list(directory).map((name) => {
    const shown = files.kind(`${directory}/${name}`) === "directory" ? `${name}/` : name;
    const address = encodeURI(shown).replace(/[?#]/g, encodeURIComponent);
    return `<a href="${address}">${shown.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)}</a>\n`;
  });
  const body = new TextEncoder().encode(`${head}<pre>\n${lines.join("")}</pre>\n`);
  return { kind: "answer", status: 200, headers: [["Content-Type", "text/html; charset=utf-8"]], body };
}
