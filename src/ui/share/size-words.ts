/** Characters that every chat and mail program is known to take in a message or a line. */
const ANYWHERE = 2000;
/** What the most patient chats take in one message. */
const SOMEWHERE = 30_000;

/** How far a link of so many characters will get; null where nothing has to be said. */
export function sizeWarning(characters: number): string | null {
  if (characters <= ANYWHERE) return null;
  if (characters <= SOMEWHERE)
    return 'Too long for some chats: Discord takes 2,000 characters a message, Telegram 4,096. Mail and other chats may cut it off too; this page then says so.';
  return 'Too long for most chats and mail programs. Browsers take it, so put it into a page or a file.';
}

/** Whether an address leads to the sender's own machine, where nobody else gets. */
export function isOnlyHere({ protocol, hostname }: Pick<Location, 'protocol' | 'hostname'>): boolean {
  return protocol === 'file:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
