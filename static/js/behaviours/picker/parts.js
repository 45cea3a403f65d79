// A large file in parts, by tus 1.0: it goes on where it was cut off.
import { request, token } from "./request.js";

const PART = 4 * 1024 * 1024;
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function ask(picker, job, method, address, headers = {}, more = {}) {
  const own = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token(picker), ...headers };
  return request(method, address, { headers: own, signal: job.stop.signal, ...more });
}

async function begin(picker, job) {
  const told = `filename ${base64(job.file.name.slice(-200))},purpose ${base64(picker.dataset.purpose)}`;
  const headers = { "Upload-Length": job.file.size, "Upload-Metadata": told };
  const answer = await ask(picker, job, "POST", picker.dataset.address, headers);
  if (answer.status !== 201) return answer;
  job.address = answer.getResponseHeader("Location");
  return null;
}

export async function sendParts(picker, job, progress) {
  const refused = job.address ? null : await begin(picker, job);
  if (refused) return refused.response ?? { status: refused.status };
  let answer = await ask(picker, job, "HEAD", job.address);
  while (answer.status < 300 || answer.status === 409) {
    const offset = Number(answer.getResponseHeader("Upload-Offset"));
    if (offset === job.file.size && answer.status === 204) return (await ask(picker, job, "GET", job.address)).response.file;
    const body = job.file.slice(offset, offset + PART);
    const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
    answer = await ask(picker, job, "PATCH", job.address, headers, { body, progress: (sent) => progress((offset + sent) / job.file.size) });
  }
  if (answer.status === 404) job.address = "";
  return answer.response ?? { status: answer.status };
}

export const drop = (picker, job) => ask(picker, { stop: new AbortController() }, "DELETE", job.address).catch(() => {});
