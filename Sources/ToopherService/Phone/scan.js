// Reads a QR code with the camera, where the browser can.

import { element } from "./dom.js";

const pause = 150;

export async function canScan() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

// Shows the camera's picture in a container until it has a code, whose text it returns.
export async function scan(container, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const video = element("video", { playsinline: true, muted: true });
  try {
    video.srcObject = stream;
    container.replaceChildren(video);
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (!signal.aborted) {
      const [code] = await detector.detect(video);
      if (code) return code.rawValue;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return "";
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    container.replaceChildren();
  }
}
