import { type Machine, pictureOf } from './picture.ts';

const PICTURE = /```mermaid\n[\s\S]*?\n```/;

/** README.md with the picture of this definition where its Mermaid block is. */
export function withPicture(readme: string, definition: Machine): string {
  return readme.replace(PICTURE, () => `\`\`\`mermaid\n${pictureOf(definition)}\n\`\`\``);
}
