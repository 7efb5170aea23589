/** Says of a path whether an image builder is sent it, by the patterns of a .dockerignore. */
export function sentToTheBuilder(text: string): (path: string) => boolean;
