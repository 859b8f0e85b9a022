// Bounds of the endpoint that the desk shows before they are hit.
export const MAX_MESSAGE_CHARS = 20_000;
