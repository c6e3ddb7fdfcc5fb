/**
 * Lets the event loop turn, so that a worker hears an abort between two steps. A message to oneself: timers are held
 * back for 4 ms by browsers. Closed when the work is done, since an open channel keeps Node alive.
 */
export class Breath {
  private readonly channel = new MessageChannel();
  private resume: () => void = () => {};

  constructor() {
    this.channel.port1.addEventListener('message', () => this.resume());
    this.channel.port1.start();
  }

  take(): Promise<void> {
    return new Promise((resolve) => {
      this.resume = resolve;
      this.channel.port2.postMessage(null);
    });
  }

  close(): void {
    this.channel.port1.close();
  }
}
