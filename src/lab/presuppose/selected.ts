import { kubectlWords } from "./asked.ts";

/** The labels that all objects of a list have: `-l app=web,tier=front`. Of several selectors kubectl takes the last. */
export function labelsSelected(command: string): [key: string, value: string][] {
  const selector = (kubectlWords(command) ?? []).map((word) => /^(?:-l|--selector)=?["']?([^"']+)["']?$/.exec(word)?.[1]);
  const last = selector.findLast((found) => found !== undefined) ?? "";
  return last.split(",").flatMap((part): [string, string][] => {
    const [, key, value] = /^([\w./-]+)==?([\w.-]+)$/.exec(part.trim()) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
}

/** Keys of the labels that a command gives or takes: objects did not have them from the beginning. */
export function labelsGiven(command: string): string[] {
  const words = kubectlWords(command) ?? [];
  return words[0] === "label" ? words.slice(1).flatMap((word) => /^([\w./-]+)(?:=|-$)/.exec(word)?.[1] ?? []) : [];
}
