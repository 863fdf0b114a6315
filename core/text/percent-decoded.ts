/** A text without its percent-encoding, or as it is where it has none that is right. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
