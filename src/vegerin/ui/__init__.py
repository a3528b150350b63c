"""What every page is made of: templates, components, form fields, pictures."""
