toopher phone approve
