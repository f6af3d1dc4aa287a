/** Forgets what others keep of a conversation beside the chat: last ticket, cooldown, dedup epoch (C-SES-3). */
export interface SessionResetListener {
  /** `userKey` is the owner's key where the session is a signed-in user's: then the user's own entries go too. */
  onReset(reset: { readonly sessionId: string; readonly userKey: string | undefined }): Promise<void>;
}
