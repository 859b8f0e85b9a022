// Bounds of the endpoint that the desk shows before they are hit.
export const MAX_MESSAGE_CHARS = 20_000;
export const MAX_FACT_CHARS = 1_000;
/** Of a name or a preference of a customer. */
export const MAX_PROFILE_CHARS = 200;
export const MAX_PREFERENCES = 20;
