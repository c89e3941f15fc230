"""The doors: sign-in and all around it, before the desk."""
