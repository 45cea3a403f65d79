// A small file in one form. Its receipt makes it one file, however often it is sent.
import { request, token } from "./request.js";

export async function sendWhole(picker, job, progress) {
  const body = new FormData();
  body.append("purpose", picker.dataset.purpose);
  body.append("receipt", job.receipt);
  body.append("file", job.file, job.file.name);
  const answer = await request("POST", picker.dataset.address, {
    headers: { "X-CSRFToken": token(picker) }, body, progress: (sent) => progress(sent / job.file.size), signal: job.stop.signal,
  });
  return answer.response?.files ? answer.response.files[0] : { status: answer.status };
}
