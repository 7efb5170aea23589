export function clientIsCurrent(): boolean;
export function stampClient(): void;
