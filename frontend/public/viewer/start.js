// `SwaggerUIBundle` is of the script before this one.
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#viewer", deepLinking: true, validatorUrl: null });
