const HEAD = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;

/** The progress meter that curl draws on standard error when its output does not go to a terminal: it is drawn over at the end. src/tool_progress */
export function progressMeter(received: number, sent: number, elapsedMs: number): string {
  const begun = row(0, 0, 0);
  const end = received === 0 && sent === 0 && elapsedMs < 1000 ? "" : `\r${row(received, sent, elapsedMs)}`;
  return `${HEAD}\r${begun}${end}\n`;
}

function row(received: number, sent: number, elapsedMs: number): string {
  const total = received + sent;
  const seconds = Math.max(elapsedMs / 1000, 0.001);
  const percent = (amount: number): string => (amount > 0 ? "100" : "  0");
  const speed = (amount: number): string => five(elapsedMs === 0 ? 0 : Math.floor(amount / seconds));
  const spent = elapsedMs < 1000 ? "--:--:--" : clock(Math.floor(elapsedMs / 1000));
  return [
    `${percent(total)} ${five(total)}`,
    `${percent(received)} ${five(received)}`,
    `${percent(sent)} ${five(sent)}`,
    `${speed(received)}  ${speed(sent)} --:--:-- ${spent} --:--:-- ${five(elapsedMs === 0 ? 0 : Math.floor(total / seconds))}`,
  ].join("  ");
}

function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A number in five characters: `99999`, `9999k`, `12.3M`. lib/progress.c max5data */
function five(bytes: number): string {
  if (bytes < 100_000) return String(bytes).padStart(5);
  if (bytes < 10_240_000) return `${String(Math.floor(bytes / 1024)).padStart(4)}k`;
  const mega = bytes / 1_048_576;
  return mega < 100 ? `${mega.toFixed(1).padStart(4)}M` : `${String(Math.floor(mega)).padStart(4)}M`;
}
