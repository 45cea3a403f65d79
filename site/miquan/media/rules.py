"""Limits of files, and the renditions a picture has."""

WIDTHS = (320, 640, 1280)
MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 60_000_000
# Formats that can only be decoded whole, unlike JPEG.
MAX_PIXELS_WHOLE = 36_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF")
MIMES = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif", "HEIF": "image/heic", "GIF": "image/gif",
}  # fmt: skip
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "HEIF": "heic", "GIF": "gif"}
QUALITY = 80
