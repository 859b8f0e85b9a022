/** What the endpoint calls the machine's owner where others have names. */
export const OWNER = "this machine's owner";
