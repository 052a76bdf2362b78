// Toopher
